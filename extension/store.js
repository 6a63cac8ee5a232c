// The extension's settings: what an administrator has set, else what was chosen on this computer.

/**
 * @typedef {object} Kept  what this computer keeps
 * @property {string} server
 * @property {string} token
 * @property {string} agent
 * @property {import('./facts.js').Language | ''} lang
 * @property {string} issuer  the server that gave the token
 * @property {boolean} numbers
 */
/** @typedef {Omit<Kept, 'issuer'> & { locked: string[] }} Settings */
/** @typedef {{ server?: string, lang?: import('./facts.js').Language, lock?: boolean }} Managed */

/** @type {Kept} */
const KEPT = { server: '', token: '', agent: '', lang: '', issuer: '', numbers: false };
/** @type {('server' | 'lang')[]} */
const MANAGED = ['server', 'lang'];
const NAMES = [...MANAGED, 'lock'];

/**
 * { server, token, agent, lang, numbers, locked }: `locked` names what only the administrator can change.
 *
 * A token is good for the one server that gave it (`issuer`): when an administrator sets another server,
 * nobody is signed in to it yet, and the token is not shown to it.
 *
 * @returns {Promise<Settings>}
 */
export async function settings() {
  const kept = await chrome.storage.local.get(Object.keys(KEPT));
  const chosen = /** @type {Partial<Kept>} */ (kept);
  const { lock, ...given } = await managedSettings();
  const locked = lock === false ? [] : MANAGED.filter((name) => name in given);
  const { issuer, ...found } = { ...KEPT, ...given, ...chosen, ...(locked.length && given) };
  if ((issuer || chosen.server || '') !== found.server) Object.assign(found, { token: '', agent: '' });
  return { ...found, locked };
}

/** @returns {Promise<Managed>} */
async function managedSettings() {
  try {
    const found = await chrome.storage.managed.get(NAMES);
    const { server, ...others } = /** @type {Managed} */ (found);
    return server === undefined ? others : { ...others, server: server.trim().replace(/\/+$/, '') };
  } catch {
    return {}; // Firefox, where no administrator has set anything
  }
}

/** @param {() => void} told  after a change, by whomever */
export function onSettings(told) {
  chrome.storage.onChanged.addListener((changes, area) => {
    if (area === 'local' || area === 'managed') told();
  });
}
