// Telephone numbers of web pages: an action at each, on pages that the agent allows, and one for a selection.
// All that a page gives away is the number that was chosen.
import { PANEL_TRIES, openPanel, toPanel } from './open.js';
import { fill, texts } from './texts.js';

const ORIGINS = ['http://*/*', 'https://*/*'];
export const PERMISSIONS = { permissions: ['scripting'], origins: ORIGINS };
const SCRIPT = { id: 'numbers', matches: ORIGINS, js: ['page-numbers.js'], css: ['page-numbers.css'], runAt: 'document_idle' };
const ACTS = ['fill', 'call'];
const NUMBER = /^[+\d][\d\s()./-]{1,30}$/;

/** Switch the actions on pages on or off. */
export async function numbersOnPages({ numbers, lang }) {
  const on = numbers && (await chrome.permissions.contains(PERMISSIONS));
  if (chrome.scripting) {
    const there = await chrome.scripting.getRegisteredContentScripts({ ids: [SCRIPT.id] });
    if (on && !there.length) await chrome.scripting.registerContentScripts([SCRIPT]);
    if (!on && there.length) await chrome.scripting.unregisterContentScripts({ ids: [SCRIPT.id] });
  }
  await chrome.contextMenus.removeAll();
  if (!on) return;
  for (const act of ACTS) chrome.contextMenus.create({ id: act, contexts: ['selection'], title: texts(lang)[`${act}_number`] }, () => chrome.runtime.lastError);
}

/** Do what is asked at a number: in a panel if one is open, else a call is placed over `line`. */
export function numberActs(line, ring, lang) {
  function act(act, written, windowId) {
    const number = written.trim().replace(/^tel:/i, '');
    if (!NUMBER.test(number)) return ring.complain(fill(texts(lang()).not_a_number, { number: number.slice(0, 40) }));
    // Asked for at once, or the browser forgets that a person pressed. An open panel stays as it is.
    if (act === 'fill' || !line.live) openPanel(windowId);
    toPanel({ act, number }, windowId, act === 'fill' || !line.live ? PANEL_TRIES : 1).then(async (done) => {
      if (done) return;
      const { ok } = await line.command('PlaceCall', { number });
      if (!ok) ring.complain(fill(texts(lang()).not_called, { number }));
    });
  }

  chrome.contextMenus.onClicked.addListener(({ menuItemId, selectionText = '' }, tab) => act(menuItemId, selectionText, tab?.windowId));
  chrome.runtime.onMessage.addListener((message, sender, answer) => {
    if (message.from !== 'page-numbers') return;
    if (ACTS.includes(message.act)) act(message.act, String(message.number), sender.tab?.windowId);
    else {
      const text = texts(lang());
      answer({ fill: text.fill, call: text.call });
    }
  });
}
