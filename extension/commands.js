// The keys that work wherever the browser's focus is: hold and unhold, hang up, open the panel.
import { CALL_GONE_CODES, COMMAND_STATES } from './facts.js';
import { calls } from './ring.js';
import { openPanel, toPanel } from './open.js';
import { texts } from './texts.js';

const SAME_PRESS_MS = 1000;
/** @typedef {'hold' | 'hang-up'} Key  the name of a command in the manifest */
/** @type {Record<Key, import('./facts.js').CommandName[]>} */
const COMMANDS = { hold: ['HoldCall', 'UnholdCall'], 'hang-up': ['HangUpCall'] };

/**
 * What these keys mean now: a command, and the agent's own call, whose state allows it.
 *
 * @param {Key} name
 * @param {import('./link.js').Link} link
 */
function meant(name, { documents, agent }) {
  const own = calls(documents).filter((call) => call.agent === agent);
  for (const command of COMMANDS[name]) {
    const call = own.find(({ state }) => COMMAND_STATES[command].includes(state));
    if (call) return { command, call };
  }
  return null;
}

/**
 * Do what the keys ask, over `link`, or in an open panel where there is none. `tell` says what was not done.
 *
 * @param {import('./link.js').Link} link
 * @param {(message: string) => void} tell
 * @param {() => import('./facts.js').Language} lang
 */
export function onCommands(link, tell, lang) {
  /** @type {Map<Key, number>} */
  const pressed = new Map();

  /**
   * Who presses twice, or keeps the key down, means one thing: not to hold and take off hold again.
   *
   * @param {Key} name
   */
  function isNew(name) {
    const before = pressed.get(name) ?? -Infinity;
    pressed.set(name, performance.now());
    return performance.now() - before > SAME_PRESS_MS;
  }

  /**
   * @param {Key} name
   * @param {number} [windowId]
   */
  async function act(name, windowId) {
    const text = texts(lang());
    if (!link.live) {
      // The demo, or no connection: the panel presses its button, and says itself what comes of it.
      if (!(await toPanel({ act: name }, windowId))) tell(text.no_panel);
      return;
    }
    const now = meant(name, link);
    if (!now) return tell(text[`nothing_to_${name}`]);
    const { ok, code } = await link.command(now.command, { call: now.call.id });
    if (!ok) tell(CALL_GONE_CODES.includes(code ?? '') ? text[`nothing_to_${name}`] : text.not_done);
  }

  chrome.commands.onCommand.addListener((name, tab) => {
    if (name === 'panel') openPanel(tab?.windowId);
    else if ((name === 'hold' || name === 'hang-up') && isNew(name)) act(name, tab?.windowId);
  });
}
