// Where the panel's settings are, on the site and in an extension alike.
//
// globalThis.benedeskSettings is a promise of
//   { server, token, lang, demo, place, locked, saveToken(token, agent), saveLang(lang), signIn() }
// server: wss://..., or '' for the demo. token: '' while nobody is signed in. lang: 'fi', 'sv', 'en' or ''.
// place: 'site' or 'extension'. In an extension only: locked, the names of what only an administrator can
// change, and signIn(), as signing in has a page of its own there.
(() => {
  const LANGUAGES = ['fi', 'sv', 'en'];
  const OTHERS_WAIT_MS = 150;
  const known = (lang) => (LANGUAGES.includes(lang) ? lang : '');

  function site() {
    const query = new URLSearchParams(location.search);
    const server = query.get('server') ?? '';
    // A token is good for the one server that gave it.
    const key = `benedesk.token ${server}`;
    return {
      place: 'site',
      server,
      demo: !server,
      token: localStorage.getItem(key) ?? '',
      lang: known(query.get('lang')) || known(localStorage.getItem('benedesk.lang')),
      async saveToken(token) {
        if (token) localStorage.setItem(key, token);
        else localStorage.removeItem(key);
      },
      async saveLang(lang) {
        localStorage.setItem('benedesk.lang', lang);
      },
    };
  }

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
      signIn: () => chrome.runtime.openOptionsPage(),
    };
  }

  // What is asked of the panel from outside: a key that works all over the browser, or a number of a web page.
  function takeOrders() {
    const me = `panel ${crypto.randomUUID()}`;
    const window = chrome.windows.getCurrent();
    chrome.runtime.onMessage.addListener((message, sender, answer) => {
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
  // A key presses the button of its name.
  function carryOut({ act, number }) {
    if (number) document.dispatchEvent(new CustomEvent('benedesk:number', { detail: { act, number } }));
    else document.getElementById(act)?.click();
  }

  function whenReady(act) {
    const root = document.documentElement;
    if (root.dataset.ready === '1') return act();
    new MutationObserver((_, observer) => {
      if (root.dataset.ready !== '1') return;
      observer.disconnect();
      act();
    }).observe(root, { attributeFilter: ['data-ready'] });
  }

  globalThis.benedeskSettings = globalThis.chrome?.runtime?.id ? extension() : Promise.resolve(site());
})();
