// The panel is shown first, and all else is loaded then: scripts and ten megabytes for Python would come between.
// globalThis.benedeskPainted() is a promise of the moment when what is in the page has been painted; in a page
// that nobody sees it does not wait long.
globalThis.benedeskPainted = () =>
  new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, 150);
  });
/**
 * A template of the page, which the build has put there.
 *
 * @param {string} id
 */
const template = (id) => /** @type {HTMLTemplateElement} */ (document.getElementById(id));

// benedeskFailed() says that the panel has not started, and how to go on; one that has is left alone.
globalThis.benedeskFailed = () => {
  if (document.documentElement.dataset.ready === '1') return;
  document.getElementById('notices')?.replaceChildren(template('failed').content.cloneNode(true));
};
document.addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof Element && target.matches('script, link')) benedeskFailed();
  },
  true,
);
document.addEventListener('DOMContentLoaded', async () => {
  await benedeskPainted();
  document.body.append(template('later').content);
});

// Until Python is ready, what a person does to the page is kept; it is done when html[data-ready="1"] appears.
// Links work by themselves and need no help.
(() => {
  /** @type {{ type: string, selector: string, value: string }[]} */
  const kept = [];
  const events = ['click', 'submit', 'change', 'input'];
  /** @type {Record<string, string>} */
  const USUAL = { form: 'submit', select: 'change', input: 'input', textarea: 'input' }; // as in patch.js
  const root = document.documentElement;

  // The panel may draw the element anew before it is ready: it is found again by what it is, not by identity.
  /** @param {HTMLElement} element */
  function selectorOf(element) {
    if (element.id) return `#${CSS.escape(element.id)}`;
    const telling = [...element.attributes].filter(({ name }) => name.startsWith('data-') || name === 'name');
    return element.localName + telling.map(({ name, value }) => `[${name}="${CSS.escape(value)}"]`).join('');
  }

  /** @param {Event} event */
  function keep(event) {
    /** @type {HTMLInputElement | null} */
    const element = event.target instanceof Element ? event.target.closest('[data-act]') : null;
    if (!element || (element.dataset.on ?? USUAL[element.localName] ?? 'click') !== event.type) return;
    if (event.type === 'submit') event.preventDefault();
    const entry = { type: event.type, selector: selectorOf(element), value: element.value };
    // Pressing again because nothing happened means the same one press; typing on means the newest text.
    const same = kept.findIndex(({ type, selector }) => type === entry.type && selector === entry.selector);
    if (same >= 0) kept.splice(same, 1);
    kept.push(entry);
  }

  function replay() {
    for (const { type, selector, value } of kept.splice(0)) {
      /** @type {HTMLInputElement & HTMLFormElement | null} */
      const element = document.querySelector(selector);
      if (!element) continue;
      if (type === 'click') element.click();
      else if (type === 'submit') element.requestSubmit();
      else {
        element.value = value;
        element.dispatchEvent(new Event(type, { bubbles: true }));
      }
    }
  }

  for (const type of events) document.addEventListener(type, keep, true);
  new MutationObserver((_, observer) => {
    if (root.dataset.ready !== '1') return;
    observer.disconnect();
    for (const type of events) document.removeEventListener(type, keep, true);
    replay();
  }).observe(root, { attributeFilter: ['data-ready'] });
})();
