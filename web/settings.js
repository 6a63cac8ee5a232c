// Where the panel's settings are, on the site and in an extension alike.
//
// globalThis.benedeskSettings is a promise of
//   { server, token, lang, demo, place, saveToken(token, agent), saveLang(lang), signIn() }
// server: wss://..., or '' for the demo. token: '' while nobody is signed in. lang: 'fi', 'sv', 'en' or ''.
// place: 'site' or 'extension'. signIn() is there only where signing in has a page of its own.
(() => {
  const LANGUAGES = ['fi', 'sv', 'en'];
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
    const stored = { server: '', token: '', lang: '', ...(await chrome.storage.local.get(['server', 'token', 'lang'])) };
    let own = stored.token;
    // Signing in or out on the options page, or another server, starts the panel anew.
    chrome.storage.local.onChanged.addListener(({ server, token }) => {
      if (server || (token && (token.newValue ?? '') !== own)) location.reload();
    });
    return {
      place: 'extension',
      ...stored,
      lang: known(stored.lang),
      demo: !stored.server,
      async saveToken(token, agent = '') {
        own = token;
        await chrome.storage.local.set({ token, agent });
      },
      async saveLang(lang) {
        await chrome.storage.local.set({ lang });
      },
      signIn: () => chrome.runtime.openOptionsPage(),
    };
  }

  globalThis.benedeskSettings = globalThis.chrome?.runtime?.id ? extension() : Promise.resolve(site());
})();
