// What tells of calls while no panel is looked at: the badge on the toolbar button, the notification, the sound.
import { CALL_TOPIC, RINGING_STATES } from './facts.js';
import { grouped } from './formats.js';
import { startSound, stopSound } from './sound.js';
import { fill, texts } from './texts.js';

const RINGING = { text: '1', colour: '#137333' };
/** @typedef {import('./facts.js').CallDocument} Call */
/** @typedef {import('./texts.js').Texts} Texts */
/** @typedef {{ text: string, colour: string }} Sign  of the badge */

/** @type {Partial<Record<import('./facts.js').CallState, Sign>>} */
const SIGNS = {
  connected: { text: '•', colour: '#137333' },
  held: { text: '•', colour: '#f2c200' },
};
const NONE = { text: '', colour: '#137333' };
const ID = 'ring';
const ICON = chrome.runtime.getURL('icons/icon-128.png');

/**
 * The calls among these documents.
 *
 * @param {import('./link.js').Documents} documents
 */
export function calls(documents) {
  const found = [...documents].filter(([topic, { body }]) => topic.startsWith(CALL_TOPIC) && body);
  return found.map(([, { body }]) => /** @type {Call} */ (/** @type {unknown} */ (body)));
}

/**
 * What to show of these documents: { calls that ring, sign for the badge }.
 *
 * @param {import('./link.js').Documents} documents
 */
export function stateOf(documents) {
  const all = calls(documents);
  // Of a transfer only the one whose phone rings is told.
  const ringing = all.filter(({ state }) => RINGING_STATES.includes(state));
  if (ringing.length) return { ringing, sign: { ...RINGING, text: String(ringing.length) } };
  return { ringing, sign: all.map(({ state }) => SIGNS[state]).find(Boolean) ?? NONE };
}

/**
 * "040 123 4567, Virtanen Oy": who rings, as a person in `country` reads it.
 *
 * @param {Call} call
 * @param {Texts} text
 * @param {string} country
 */
export function callerOf({ caller, caller_name: name }, text, country) {
  return [caller && grouped(caller, country), name].filter(Boolean).join(', ') || text.withheld;
}

export class Ring {
  #shown = '';

  /**
   * Bring badge, notification and sound up to date. `here`: nobody else of this agent's rings.
   *
   * @param {import('./link.js').Documents} documents
   * @param {boolean} here
   * @param {import('./facts.js').Language} lang
   * @param {string} country
   */
  async show(documents, here, lang, country) {
    const text = texts(lang);
    const { ringing, sign } = stateOf(documents);
    const [first] = ringing;
    const title = first
      ? fill(text.ringing, { queue: first.queue_name, caller: callerOf(first, text, country) })
      : '';
    chrome.action.setBadgeText({ text: sign.text });
    chrome.action.setBadgeBackgroundColor({ color: sign.colour });
    chrome.action.setTitle({ title: title || text.idle });
    await this.#notify(first && here ? first : null, text, country);
  }

  /**
   * @param {Call | null} call
   * @param {Texts} text
   * @param {string} country
   */
  async #notify(call, text, country) {
    const key = call ? `${call.id} ${call.since}` : '';
    if (key === this.#shown) return;
    this.#shown = key;
    if (!call) {
      stopSound();
      await chrome.notifications.clear(ID);
      return;
    }
    startSound();
    await chrome.notifications.create(ID, {
      type: 'basic',
      iconUrl: ICON,
      title: fill(text.ringing_in, { queue: call.queue_name }),
      message: callerOf(call, text, country),
      ...(!chrome.sidebarAction && { requireInteraction: true, priority: 2, silent: true }),
    });
    // Answered meanwhile?
    if (this.#shown !== key) chrome.notifications.clear(ID);
  }

  /**
   * Tell of something that was not done. The newest takes the place of the one before.
   *
   * @param {string} message
   */
  complain(message) {
    chrome.notifications.create('not-done', {
      type: 'basic',
      iconUrl: ICON,
      title: 'BeneDesk',
      message,
      ...(!chrome.sidebarAction && { silent: true }),
    });
  }
}
