// Telephone numbers of web pages: an action at each, on pages that the agent allows, and one for a selection.
// All that a page gives away is the number that was chosen.
import { PANEL_TRIES, openPanel, toPanel } from './open.js';
import { fill, texts } from './texts.js';

/** @typedef {'fill' | 'call'} Act  at a number */

const ORIGINS = ['http://*/*', 'https://*/*'];
/** @type {chrome.permissions.Permissions} */
export const PERMISSIONS = { permissions: ['scripting'], origins: ORIGINS };
/** @type {chrome.scripting.RegisteredContentScript} */
const SCRIPT = {
  id: 'numbers',
  matches: ORIGINS,
  js: ['page-numbers.js'],
  css: ['page-numbers.css'],
  runAt: 'document_idle',
};
/** @type {Act[]} */
const ACTS = ['fill', 'call'];
const NUMBER = /^[+\d][\d\s()./-]{1,30}$/;

/**
 * Switch the actions on pages on or off.
 *
 * @param {boolean} numbers
 * @param {import('./facts.js').Language} lang
 */
export async function numbersOnPages(numbers, lang) {
  const on = numbers && (await chrome.permissions.contains(PERMISSIONS));
  if (chrome.scripting) {
    const there = await chrome.scripting.getRegisteredContentScripts({ ids: [SCRIPT.id] });
    if (on && !there.length) await chrome.scripting.registerContentScripts([SCRIPT]);
    if (!on && there.length) await chrome.scripting.unregisterContentScripts({ ids: [SCRIPT.id] });
  }
  await chrome.contextMenus.removeAll();
  if (!on) return;
  for (const act of ACTS)
    chrome.contextMenus.create(
      { id: act, contexts: ['selection'], title: texts(lang)[`${act}_number`] },
      () => chrome.runtime.lastError,
    );
}

/**
 * Hand what is asked at a number to the panel, which is opened for it.
 *
 * Nothing is done from here: a page may have laid our button under the pointer. The panel fills its field, and
 * for a call it asks.
 *
 * @param {import('./ring.js').Ring} ring
 * @param {() => import('./facts.js').Language} lang
 */
export function numberActs(ring, lang) {
  /**
   * @param {Act} act
   * @param {string} written
   * @param {number} [windowId]
   */
  async function act(act, written, windowId) {
    const number = written.trim().replace(/^tel:/i, '');
    if (!NUMBER.test(number))
      return ring.complain(fill(texts(lang()).not_a_number, { number: number.slice(0, 40) }));
    // Asked for at once, or the browser forgets that a person pressed. An open panel stays as it is.
    openPanel(windowId);
    if (!(await toPanel({ act, number }, windowId, PANEL_TRIES)))
      ring.complain(fill(texts(lang()).not_taken, { number }));
  }

  chrome.contextMenus.onClicked.addListener(({ menuItemId, selectionText = '' }, tab) =>
    act(menuItemId === 'call' ? 'call' : 'fill', selectionText, tab?.windowId),
  );
  chrome.runtime.onMessage.addListener((message, sender, answer) => {
    if (message.from !== 'page-numbers') return;
    if (ACTS.includes(message.act)) act(message.act, String(message.number), sender.tab?.windowId);
    else {
      const text = texts(lang());
      answer({ fill: text.fill, call: text.call });
    }
  });
}
