// The extension's settings: what an administrator has set, else what was chosen on this computer.

const KEPT = { server: '', token: '', agent: '', lang: '', issuer: '', numbers: false };
const MANAGED = ['server', 'lang'];

/**
 * { server, token, agent, lang, numbers, locked }: `locked` names what only the administrator can change.
 *
 * A token is good for the one server that gave it (`issuer`): when an administrator sets another server,
 * nobody is signed in to it yet, and the token is not shown to it.
 */
export async function settings() {
  const chosen = await chrome.storage.local.get(Object.keys(KEPT));
  const managed = await managedSettings();
  const locked = managed.lock === false ? [] : MANAGED.filter((name) => name in managed);
  const given = Object.fromEntries(
    MANAGED.filter((name) => name in managed).map((name) => [name, managed[name]]),
  );
  const { issuer, ...found } = { ...KEPT, ...given, ...chosen, ...pick(managed, locked) };
  if ((issuer || chosen.server || '') !== found.server) Object.assign(found, { token: '', agent: '' });
  return { ...found, locked };
}

const pick = (from, names) => Object.fromEntries(names.map((name) => [name, from[name]]));

async function managedSettings() {
  try {
    const { server, ...others } = await chrome.storage.managed.get([...MANAGED, 'lock']);
    return server === undefined ? others : { ...others, server: server.trim().replace(/\/+$/, '') };
  } catch {
    return {}; // Firefox, where no administrator has set anything
  }
}

/** told() after a change, by whomever. */
export function onSettings(told) {
  chrome.storage.onChanged.addListener((changes, area) => {
    if (area === 'local' || area === 'managed') told(changes);
  });
}
