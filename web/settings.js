// Where the panel belongs, and its settings there. The build has made each page for one place, and says which
// in <html data-place>; nothing that a link could carry decides whom the panel signs in to:
//   demo       the static page: the desk is in the page, and there is no server
//   server     the page that a server gives out: it talks with that server alone
//   extension  its server is the one of its options
//
// globalThis.benedeskSettings is a promise of
//   { server, token, lang, demo, place, locked, saveToken(token, agent), saveLang(lang), showPage(address), signIn() }
// server: wss://..., or '' for the demo. token: '' while nobody is signed in. lang: 'fi', 'sv', 'en' or ''.
// place: as above. In an extension only: locked, the names of what only an administrator can
// change, and signIn(), as signing in has a page of its own there.
import { LANGUAGES } from './facts.js';

(() => {
  const OTHERS_WAIT_MS = 150;
  const known = (/** @type {string | null} */ lang) => LANGUAGES.find((one) => one === lang) ?? '';

  /** @returns {Pick<PanelSettings, 'lang' | 'saveLang' | 'showPage'>} */
  function ofPage() {
    return {
      showPage: (address) => open(address, '_blank', 'noopener'),
      lang:
        known(new URLSearchParams(location.search).get('lang')) ||
        known(localStorage.getItem('benedesk.lang')),
      async saveLang(lang) {
        localStorage.setItem('benedesk.lang', lang);
      },
    };
  }

  /** @returns {Promise<PanelSettings>} */
  async function demo() {
    return { place: 'demo', server: '', demo: true, token: '', async saveToken() {}, ...ofPage() };
  }

  /** @returns {Promise<PanelSettings>} */
  async function server() {
    const own = new URL('.', location.href).href.replace(/^http/, 'ws').replace(/\/$/, '');
    const key = `benedesk.token ${own}`; // a token is good for the one server that gave it
    return {
      place: 'server',
      server: own,
      demo: false,
      token: localStorage.getItem(key) ?? '',
      async saveToken(token) {
        if (token) localStorage.setItem(key, token);
        else localStorage.removeItem(key);
      },
      ...ofPage(),
    };
  }

  /** @returns {Promise<PanelSettings>} */
  async function extension() {
    const { onSettings, settings } = await import('./store.js');
    const found = await settings();
    let own = found.token;
    // Signing in or out on the options page, or another server, starts the panel anew.
    onSettings(async () => {
      const { server, token } = await settings();
      if (server !== found.server || token !== own) location.reload();
    });
    takeOrders();
    return {
      place: 'extension',
      ...found,
      lang: known(found.lang),
      demo: !found.server,
      async saveToken(token, agent = '') {
        own = token;
        await chrome.storage.local.set({ token, agent, issuer: found.server });
      },
      async saveLang(lang) {
        if (!found.locked.includes('lang')) await chrome.storage.local.set({ lang });
      },
      showPage: (url) => chrome.tabs.create({ url }),
      signIn: () => chrome.runtime.openOptionsPage(),
    };
  }

  // What is asked of the panel from outside: a key that works all over the browser, or a number of a web page.
  function takeOrders() {
    const me = `panel ${crypto.randomUUID()}`;
    const window = chrome.windows.getCurrent();
    chrome.runtime.onMessage.addListener((message, sender, answer) => {
      // Our script in a web page can speak here too, and whoever has broken into the page can as our script.
      if (!sender.url?.startsWith(chrome.runtime.getURL(''))) return;
      if (message.to === 'panel') {
        // The panel beside the page is asked first; another answers only when there is none.
        window.then(({ id }) => setTimeout(() => answer(me), id === message.windowId ? 0 : OTHERS_WAIT_MS));
        return true;
      }
      if (message.to === me) {
        whenReady(() => carryOut(message));
        answer(true);
      }
    });
  }

  // A number goes on as an event of the document: benedesk:number, { detail: { number, act: 'fill' | 'call' } }.
  // For a call the panel asks first.
  // A key presses the button of its name.
  /** @param {{ act: string, number?: string }} order */
  function carryOut({ act, number }) {
    if (number) document.dispatchEvent(new CustomEvent('benedesk:number', { detail: { act, number } }));
    else document.getElementById(act)?.click();
  }

  /** @param {() => void} act */
  function whenReady(act) {
    const root = document.documentElement;
    if (root.dataset.ready === '1') return act();
    new MutationObserver((_, observer) => {
      if (root.dataset.ready !== '1') return;
      observer.disconnect();
      act();
    }).observe(root, { attributeFilter: ['data-ready'] });
  }

  const PLACES = { demo, server, extension };
  globalThis.benedeskSettings =
    PLACES[/** @type {PanelSettings['place']} */ (document.documentElement.dataset.place)]();
})();
