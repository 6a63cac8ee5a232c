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
// that act when Escape is pressed in it. A button with data-single hears one press of a double click.
import morphdom from './vendor/morphdom.js';

const root = document.documentElement;
const FOCUSABLE = 'button, a[href], input, select, [tabindex]';
const OWN_CONTENT = new Set(['BENE-CLOCK', 'BENE-TIME', 'BENE-AGO']); // they write their text themselves

const MORPH = {
  onBeforeElUpdated(from, to) {
    if (from.isEqualNode(to) && from.localName !== 'select') return false;
    if (from.localName === 'input' && from.dataset.fill === to.dataset.fill) to.value = from.value;
    if (from.localName === 'bene-clock' && from.dataset.level) to.dataset.level = from.dataset.level;
    if (from.localName === 'bene-ago') to.title = from.title;
    return true;
  },
  onBeforeElChildrenUpdated: (from) => !OWN_CONTENT.has(from.tagName),
};

export function patch(json, ...markup) {
  const { rows = [], root: attributes = {}, title, alert, status, focus } = JSON.parse(json);
  const held = document.activeElement;
  const near = held?.closest('[data-rows]');
  for (const [name, value] of Object.entries(attributes)) root.setAttribute(name, value);
  if ('data-ready' in attributes) {
    performance.mark('ready');
    document.getElementById('app').removeAttribute('aria-busy');
  }
  if (title !== undefined) document.title = title;
  for (const [place, [id, order, keys]] of rows.entries())
    change(document.getElementById(id), order, keys, markup[place]);
  if (focus) document.getElementById(focus)?.focus();
  else keepFocus(held, near);
  say('alert', alert);
  say('status', status);
}

const elements = new WeakMap(); // of each container: its elements by key. Nothing else changes them.

function change(container, order, keys, markup) {
  if (order && !container.firstElementChild) {
    container.replaceChildren(...parse(markup)); // all of it is new, and in order
    elements.delete(container);
    return;
  }
  if (!elements.has(container)) elements.set(container, byKey(container));
  const children = elements.get(container);
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

const byKey = ({ children }) => new Map([...children].map((child) => [child.dataset.key, child]));

function morph(old, drawn) {
  // What a choice should show is known before its options are taken over.
  const choices = [...drawn.querySelectorAll('select')].map(({ id, className, value }) => [
    id,
    className,
    value,
  ]);
  morphdom(old, drawn, MORPH);
  for (const [id, name, value] of choices) old.querySelector(id ? `#${id}` : `.${name}`).value = value;
}

const parser = new DOMParser();

// In a template, as a row of a table is none anywhere else; and in a document that runs nothing.
function parse(markup) {
  const { head } = parser.parseFromString(`<template>${markup}</template>`, 'text/html');
  return [...head.firstElementChild.content.children];
}

function arrange(container, children, order) {
  const kept = new Set(order);
  for (const [key, child] of children) {
    if (kept.has(key)) continue;
    leave(child);
    children.delete(key);
  }
  let place = container.firstElementChild;
  for (const child of order.map((key) => children.get(key))) {
    if (child === place) place = place.nextElementSibling;
    else if (child.isConnected && container.moveBefore) container.moveBefore(child, place);
    else container.insertBefore(child, place);
  }
}

// A row that goes away hands the focus to its neighbour.
function leave(row) {
  const neighbour =
    row.contains(document.activeElement) && (row.nextElementSibling ?? row.previousElementSibling);
  row.remove();
  if (neighbour) neighbour.querySelector(FOCUSABLE)?.focus();
}

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

// Emptied first, so that the same words are said again.
function say(region, text) {
  if (!text) return;
  const element = document.getElementById(region);
  element.textContent = '';
  setTimeout(() => (element.textContent = text), 50);
}

const USUAL = { form: 'submit', select: 'change', input: 'input' };

export function listen(callback) {
  function tell(event) {
    const element = event.target.closest?.('[data-act]');
    if (!element || (element.dataset.on ?? USUAL[element.localName] ?? 'click') !== event.type) return;
    if (event.type === 'submit') event.preventDefault();
    if (event.type === 'click' && element.ariaDisabled === 'true') return;
    if (event.detail > 1 && 'single' in element.dataset) return;
    const form = element.localName === 'form' ? element : element.form;
    const fields = form ? Object.fromEntries(new FormData(form)) : {};
    const value = element.dataset.value ?? element.value ?? '';
    callback(JSON.stringify({ ...element.dataset, value, fields, instants: instants(form) }));
  }
  for (const type of ['click', 'input', 'change', 'submit', 'focusout'])
    document.addEventListener(type, tell);
  document.addEventListener('keydown', (event) => {
    const act = event.key === 'Escape' && event.target.dataset?.escape;
    if (act) callback(JSON.stringify({ ...event.target.dataset, act, value: '', fields: {}, instants: {} }));
  });
}

// A time of day means its next coming, in epoch seconds.
function instants(form) {
  const found = {};
  for (const { name, value } of form?.querySelectorAll('input[type="time"]') ?? []) {
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
