// In pages that the agent allows: finds telephone numbers, and offers to transfer or call at the one pointed at.
//
// The page's own elements are not touched: numbers are marked by a highlight, and the actions are in an element
// of ours that the page cannot look into. Nothing leaves the page but the one number that is chosen.
(() => {
  if (!document.body) return;
  const NUMBER =
    /(?<![\w.,:/+-]|\d[ \u00a0])(?:\+|00|0)\d(?:[ \u00a0\u2011()-]{0,2}\d){5,14}(?![\w-]|[.,:]\d)/g;
  const NOT_IN =
    'script, style, noscript, textarea, select, input, code, pre, svg, [contenteditable=""], [contenteditable="true"]';
  const MOST_NUMBERS = 500; // of one page
  const MOST_TEXTS = 50_000; // looked at in one page: a page that never stops changing is left alone
  const BATCH = 400; // texts looked at in one go
  /** @typedef {{ number: string, range: Range }} Mark */
  /** @typedef {{ left: number, top: number, bottom: number }} Place */
  /** @type {Map<Node, Mark[]>} */
  const found = new Map(); // by text node
  const highlight = new Highlight();
  /** @type {Set<Node>} */
  const waiting = new Set();
  let looked = 0;
  let scheduled = false;

  CSS.highlights.set('benedesk-number', highlight);

  // -- finding ---------------------------------------------------------------------------------------

  /** @param {Node} node */
  function wait(node) {
    waiting.add(node);
    if (scheduled || looked >= MOST_TEXTS) return;
    scheduled = true;
    (globalThis.requestIdleCallback ?? setTimeout)(work, { timeout: 1000 });
  }

  function work() {
    scheduled = false;
    prune();
    let room = BATCH;
    for (const root of waiting) {
      waiting.delete(root);
      if (!root.isConnected) continue;
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      if (root instanceof Text) look(root);
      while (walker.nextNode()) {
        look(/** @type {Text} */ (walker.currentNode));
        room -= 1;
      }
      if (room <= 0) break;
    }
    const [next] = waiting;
    if (next) wait(next);
  }

  function prune() {
    for (const [node, marks] of found) if (!node.isConnected) unmark(node, marks);
  }

  /**
   * @param {Node} node
   * @param {Mark[]} marks
   */
  function unmark(node, marks) {
    for (const { range } of marks) highlight.delete(range);
    found.delete(node);
  }

  /** @param {Text} node */
  function look(node) {
    looked += 1;
    unmark(node, found.get(node) ?? []);
    if (highlight.size >= MOST_NUMBERS || node.data.length < 7 || node.parentElement?.closest(NOT_IN)) return;
    const marks = [...node.data.matchAll(NUMBER)].map(({ index, 0: number }) => mark(node, index, number));
    if (marks.length) found.set(node, marks);
  }

  /**
   * @param {Text} node
   * @param {number} start
   * @param {string} number
   * @returns {Mark}
   */
  function mark(node, start, number) {
    const range = new Range();
    range.setStart(node, start);
    range.setEnd(node, start + number.length);
    highlight.add(range);
    return { number, range };
  }

  // -- offering --------------------------------------------------------------------------------------

  const host = document.createElement('benedesk-number');
  const shadow = host.attachShadow({ mode: 'closed' });
  const bar = document.createElement('div');
  bar.setAttribute('role', 'group');
  bar.part = 'bar'; // page-numbers.css gives it its looks: no page's policy forbids that
  shadow.append(bar);
  let offered = '';

  /**
   * @param {string} number
   * @param {Place} place
   */
  async function offer(number, { left, top, bottom }) {
    if (offered === number && host.dataset.open !== undefined) return;
    offered = number;
    const words = await chrome.runtime.sendMessage({ from: 'page-numbers' }).catch(() => null);
    if (!words || offered !== number) return;
    bar.ariaLabel = number;
    bar.replaceChildren(button('fill', words.fill), button('call', words.call));
    if (!host.isConnected) document.documentElement.append(host);
    host.dataset.open = '';
    const below = bottom + 40 < innerHeight;
    host.style.left = `${Math.max(4, Math.min(left, innerWidth - 180))}px`;
    host.style.top = `${below ? bottom + 2 : top - 38}px`;
  }

  /**
   * @param {'fill' | 'call'} act
   * @param {string} word
   */
  function button(act, word) {
    const made = document.createElement('button');
    made.textContent = word;
    made.part = 'act';
    made.addEventListener('click', (event) => {
      if (!event.isTrusted) return; // a page could press it
      chrome.runtime.sendMessage({ from: 'page-numbers', act, number: offered }).catch(() => {});
      close();
    });
    return made;
  }

  function close() {
    offered = '';
    delete host.dataset.open;
  }

  /**
   * @param {PointerEvent} event
   * @returns {[string, Place] | null}
   */
  function numberAt({ clientX: x, clientY: y, target }) {
    const link = linkAt(target);
    if (link) return [numberOf(link), link.getBoundingClientRect()];
    const at = document.caretPositionFromPoint(x, y)?.offsetNode;
    for (const { number, range } of (at && found.get(at)) ?? []) {
      const rect = range.getBoundingClientRect();
      if (x >= rect.left && x <= rect.right && y >= rect.top && y <= rect.bottom) return [number, rect];
    }
    return null;
  }

  /**
   * @param {EventTarget | null} target
   * @returns {HTMLAnchorElement | null}
   */
  function linkAt(target) {
    return target instanceof Element ? target.closest('a[href^="tel:" i]') : null;
  }

  /** @param {HTMLAnchorElement} link */
  function numberOf(link) {
    try {
      return decodeURIComponent(link.pathname.split(';')[0]);
    } catch {
      return link.textContent;
    }
  }

  /** @type {PointerEvent | null} */
  let moved = null;
  document.addEventListener(
    'pointermove',
    (event) => {
      if (event.target === host) return;
      if (!moved)
        requestAnimationFrame(() => {
          const at = moved && numberAt(moved);
          moved = null;
          if (at) offer(...at);
        });
      moved = event;
    },
    { passive: true },
  );
  document.addEventListener('focusin', ({ target }) => {
    const link = linkAt(target);
    if (link) offer(numberOf(link), link.getBoundingClientRect());
  });
  document.addEventListener('pointerdown', ({ target }) => target !== host && close());
  document.addEventListener('keydown', ({ key }) => key === 'Escape' && close());
  document.addEventListener('scroll', close, { passive: true, capture: true });

  wait(document.body);
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === 'characterData') wait(target);
      else for (const node of addedNodes) if (node !== host) wait(node);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
})();
