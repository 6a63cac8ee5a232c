// The one way into the page, and the one way out of it.
//
// patch(json, ...markup) takes what has changed, { rows, root, title, alert, status, focus }, all optional:
//   rows    [[container id, [keys in order] | null, [keys of what changed]], ...]; of each, markup has the elements
//   root    attributes of <html>
//   alert, status   text for the live regions
//   focus   id of the element that gets the keyboard
// Rows are morphed into place, so that focus, selection, scrolling and what is being typed stay.
// A text field keeps what is typed in it until its data-fill changes: then it takes the new value.
//
// listen(callback) tells of presses and typing, as JSON: the data-* of the element that has data-act,
// its value, and of its form the fields, and times of day as instants. A field with data-escape tells of
// that act when Escape is pressed in it, one with data-leave when the focus leaves it; in a text of several lines
// with data-enter, Enter submits and Shift+Enter begins a line. A button with data-single hears one press of a double click.
import morphdom from './vendor/morphdom.js';

/** @typedef {Map<string, HTMLElement>} Rows  of a container, by key */

const root = document.documentElement;
const FOCUSABLE = 'button, a[href], input, select, [tabindex]';
const OWN_CONTENT = new Set(['BENE-CLOCK', 'BENE-TIME', 'BENE-AGO']); // they write their text themselves

/**
 * @param {HTMLElement} element
 * @returns {element is HTMLInputElement | HTMLTextAreaElement}
 */
const isText = (element) => element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;

const MORPH = {
  /**
   * @param {HTMLElement} from
   * @param {HTMLElement} to
   */
  onBeforeElUpdated(from, to) {
    if (from.isEqualNode(to) && from.localName !== 'select') return false;
    if (isText(from) && isText(to) && from.dataset.fill === to.dataset.fill) to.value = from.value;
    if (from.localName === 'bene-clock' && from.dataset.level) to.dataset.level = from.dataset.level;
    if (from.localName === 'bene-ago') to.title = from.title;
    return true;
  },
  onBeforeElChildrenUpdated: (/** @type {HTMLElement} */ from) => !OWN_CONTENT.has(from.tagName),
};

/**
 * An element of the page, which its shell has.
 *
 * @param {string} id
 */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * @param {string} json
 * @param {string[]} markup
 */
export function patch(json, ...markup) {
  /** @type {{ rows?: [string, string[] | null, string[]][], root?: Record<string, string>, title?: string, alert?: string, status?: string, focus?: string }} */
  const { rows = [], root: attributes = {}, title, alert, status, focus } = JSON.parse(json);
  const held = /** @type {HTMLElement | null} */ (document.activeElement);
  /** @type {HTMLElement | null | undefined} */
  const near = held?.closest('[data-rows]');
  for (const [name, value] of Object.entries(attributes)) root.setAttribute(name, value);
  if ('data-ready' in attributes) {
    performance.mark('ready');
    byId('app').removeAttribute('aria-busy');
  }
  if (title !== undefined) document.title = title;
  for (const [place, [id, order, keys]] of rows.entries()) change(byId(id), order, keys, markup[place]);
  if (focus) document.getElementById(focus)?.focus();
  else keepFocus(held, near);
  say('alert', alert);
  say('status', status);
}

/** @type {WeakMap<HTMLElement, Rows>} */
const elements = new WeakMap(); // of each container: its elements by key. Nothing else changes them.

/**
 * @param {HTMLElement} container
 * @param {string[] | null} order
 * @param {string[]} keys
 * @param {string} markup
 */
function change(container, order, keys, markup) {
  if (order && !container.firstElementChild) {
    container.replaceChildren(...parse(markup)); // all of it is new, and in order
    elements.delete(container);
    return;
  }
  const children = elements.get(container) ?? byKey(container);
  elements.set(container, children);
  for (const [place, drawn] of parse(markup).entries()) {
    const old = children.get(keys[place]);
    if (old?.localName === drawn.localName) morph(old, drawn);
    else {
      old?.replaceWith(drawn);
      children.set(keys[place], drawn);
    }
  }
  if (order) arrange(container, children, order);
}

/**
 * @param {HTMLElement} container
 * @returns {Rows}
 */
function byKey({ children }) {
  const rows = /** @type {HTMLElement[]} */ ([...children]);
  return new Map(rows.map((row) => [row.dataset.key ?? '', row]));
}

/**
 * @param {HTMLElement} old
 * @param {HTMLElement} drawn
 */
function morph(old, drawn) {
  // What a choice should show is known before its options are taken over.
  const choices = [...drawn.querySelectorAll('select')].map(({ id, className, value }) => [
    id,
    className,
    value,
  ]);
  morphdom(old, drawn, MORPH);
  for (const [id, name, value] of choices) {
    /** @type {HTMLSelectElement | null} */
    const choice = old.querySelector(id ? `#${id}` : `.${name}`);
    if (choice) choice.value = value;
  }
}

const parser = new DOMParser();

// In a template, as a row of a table is none anywhere else; and in a document that runs nothing.
/** @param {string} markup */
function parse(markup) {
  const { head } = parser.parseFromString(`<template>${markup}</template>`, 'text/html');
  const made = /** @type {HTMLTemplateElement} */ (head.firstElementChild);
  return /** @type {HTMLElement[]} */ ([...made.content.children]);
}

/**
 * @param {HTMLElement} container
 * @param {Rows} children
 * @param {string[]} order
 */
function arrange(container, children, order) {
  const kept = new Set(order);
  for (const [key, child] of children) {
    if (kept.has(key)) continue;
    leave(child);
    children.delete(key);
  }
  let place = container.firstElementChild;
  for (const key of order) {
    const child = /** @type {HTMLElement} */ (children.get(key)); // Python has sent every one
    if (child === place) place = child.nextElementSibling;
    else if (child.isConnected && container.moveBefore) container.moveBefore(child, place);
    else container.insertBefore(child, place);
  }
}

/**
 * A row that goes away hands the focus to its neighbour.
 *
 * @param {HTMLElement} row
 */
function leave(row) {
  const neighbour =
    row.contains(document.activeElement) && (row.nextElementSibling ?? row.previousElementSibling);
  row.remove();
  /** @type {HTMLElement | null} */
  const next = neighbour ? neighbour.querySelector(FOCUSABLE) : null;
  next?.focus();
}

/**
 * @param {HTMLElement | null} held
 * @param {HTMLElement | null | undefined} near
 */
function keepFocus(held, near) {
  if (!held || held === document.body || document.activeElement !== document.body) return;
  if (held.isConnected) held.focus({ preventScroll: true });
  else
    (
      (held.id && document.getElementById(held.id)) ||
      near?.closest('[tabindex]') ||
      near?.querySelector(FOCUSABLE)
    )?.focus();
}

/**
 * Emptied first, so that the same words are said again.
 *
 * @param {'alert' | 'status'} region
 * @param {string} [text]
 */
function say(region, text) {
  if (!text) return;
  const element = byId(region);
  element.textContent = '';
  setTimeout(() => (element.textContent = text), 50);
}

/** @type {Record<string, string>} */
const USUAL = { form: 'submit', select: 'change', input: 'input', textarea: 'input' };

/** @param {Told} callback */
export function listen(callback) {
  /** @param {Event} event */
  function tell(event) {
    /** @type {HTMLInputElement | HTMLFormElement | null} */
    const element = event.target instanceof Element ? event.target.closest('[data-act]') : null;
    if (!element || (element.dataset.on ?? USUAL[element.localName] ?? 'click') !== event.type) return;
    if (event.type === 'submit') event.preventDefault();
    if (event.type === 'click' && element.ariaDisabled === 'true') return;
    if (event instanceof UIEvent && event.detail > 1 && 'single' in element.dataset) return;
    const form = element instanceof HTMLFormElement ? element : element.form;
    const fields = form ? Object.fromEntries(new FormData(form)) : {};
    const value = element.dataset.value ?? element.value ?? '';
    callback(JSON.stringify({ ...element.dataset, value, fields, instants: instants(form) }));
  }
  for (const type of ['click', 'input', 'change', 'submit', 'focusout'])
    document.addEventListener(type, tell);
  document.addEventListener('focusout', ({ target }) => {
    const act = target instanceof HTMLElement && target.dataset.leave;
    if (act) callback(JSON.stringify({ ...target.dataset, act, value: '', fields: {}, instants: {} }));
  });
  document.addEventListener('keydown', (event) => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    if (event.key === 'Enter' && target instanceof HTMLTextAreaElement && 'enter' in target.dataset) {
      if (event.shiftKey || event.isComposing) return;
      event.preventDefault();
      target.form?.requestSubmit();
    }
    const act = event.key === 'Escape' && target?.dataset.escape;
    if (act) callback(JSON.stringify({ ...target?.dataset, act, value: '', fields: {}, instants: {} }));
  });
}

/**
 * A time of day means its next coming, in epoch seconds.
 *
 * @param {HTMLFormElement | null} [form]
 */
function instants(form) {
  /** @type {Record<string, number>} */
  const found = {};
  /** @type {Iterable<HTMLInputElement>} */
  const times = form?.querySelectorAll('input[type="time"]') ?? [];
  for (const { name, value } of times) {
    if (!value) continue;
    const [hours, minutes] = value.split(':').map(Number);
    const at = new Date();
    at.setHours(hours, minutes, 0, 0);
    if (at <= new Date()) at.setDate(at.getDate() + 1);
    found[name] = at.getTime() / 1000;
  }
  return found;
}

globalThis.benedeskPage = { patch, listen };
