// The extension while nobody looks: opens the panel, tells of calls, and takes numbers from pages.
// Chrome runs it as a service worker, Firefox as an event page; both put it to sleep when nothing happens.
import { onCommands } from './commands.js';
import { Link } from './link.js';
import { numberActs, numbersOnPages } from './numbers.js';
import { openPanel, opensFromToolbar } from './open.js';
import { Ring } from './ring.js';
import { onSettings, settings } from './store.js';
import { ownLanguage } from './texts.js';

const ring = new Ring();
const link = new Link(show);
let lang = ownLanguage();

async function show() {
  await ring.show(link.live ? link.documents : new Map(), link.here, lang, link.country);
}

async function refresh() {
  const now = await settings();
  lang = now.lang || ownLanguage();
  link.use(now);
  await numbersOnPages(now.numbers, lang);
  await show();
}

opensFromToolbar();
numberActs(ring, () => lang);
onCommands(
  link,
  (message) => ring.complain(message),
  () => lang,
);
onSettings(refresh);
chrome.notifications.onClicked.addListener((id) => {
  chrome.notifications.clear(id);
  openPanel();
});
// Whoever has been put to sleep, or was not there yet, is woken for the link.
chrome.runtime.onStartup.addListener(() => {});
chrome.runtime.onInstalled.addListener(() => {});
chrome.alarms.onAlarm.addListener(() => link.wake());
chrome.alarms.create('link', { periodInMinutes: 0.5 });
refresh();
