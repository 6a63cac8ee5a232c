// Elements that keep time by themselves, so that nothing else has to run each second.
//
//   <bene-clock since="INSTANT">   counts up:   0:07, 12:34, 1:02:03
//   <bene-clock until="INSTANT">   counts down, and stops at 0:00
//   <bene-clock since levels="30 60">  reflects in data-level how many of the levels are exceeded
//   <bene-time at="INSTANT">       a time of day, as the page's language writes it
//   <bene-ago at="INSTANT">        how long ago it was: 12 s ago, 3 min ago; with the time of day as its title
//
// Instants are epoch seconds by the server's clock. <html data-clock="THEIRS OURS RATE"> tells that
// clock: at our instant OURS it said THEIRS, and it runs RATE times as fast as ours (a demo may hurry).

const root = document.documentElement;
/** @type {Set<Ticking>} */
const clocks = new Set();
let ticking = 0;

function now() {
  const ours = Date.now() / 1000;
  const { theirs, at, rate } = told();
  return theirs + (ours - at) * rate;
}

function told() {
  const [theirs, at, rate] = (root.dataset.clock ?? '0 0 1').split(' ').map(Number);
  return { theirs, at, rate };
}

/** @param {number} seconds */
export function elapsed(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

function tick() {
  const at = now();
  for (const clock of clocks) clock.show(at);
  ticking = clocks.size ? setTimeout(tick, 1000 / Math.min(told().rate, 4)) : 0;
}

/**
 * Only a text that changes costs the browser anything.
 *
 * @param {HTMLElement} element
 * @param {string} text
 */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// What shows a time that passes; show(at) draws it as it is at that instant.
class Ticking extends HTMLElement {
  /** @param {number} [at] */
  show(at) {
    throw new Error(`nothing to show at ${at}`);
  }

  connectedCallback() {
    clocks.add(this);
    this.show();
    ticking ||= setTimeout(tick, 1000);
  }

  disconnectedCallback() {
    clocks.delete(this);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.show();
  }
}

class Clock extends Ticking {
  static observedAttributes = ['since', 'until', 'levels'];

  show(at = now()) {
    const until = this.getAttribute('until');
    const seconds = until === null ? at - Number(this.getAttribute('since')) : Math.ceil(Number(until) - at);
    setText(this, elapsed(seconds));
    const levels = this.getAttribute('levels');
    if (levels === null) return;
    const level = String(levels.split(' ').filter((limit) => seconds > Number(limit)).length);
    if (this.dataset.level !== level) this.dataset.level = level;
  }
}

class Time extends HTMLElement {
  static observedAttributes = ['at'];

  connectedCallback() {
    this.show();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.show();
  }

  show() {
    this.textContent = timeOfDay(this.getAttribute('at'));
  }
}

/** @param {string | null} at */
function timeOfDay(at) {
  const format = new Intl.DateTimeFormat(root.lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return format.format(new Date(Number(at) * 1000));
}

class Ago extends Ticking {
  static observedAttributes = ['at'];

  show(at = now()) {
    setText(this, ago(at - Number(this.getAttribute('at'))));
    const title = timeOfDay(this.getAttribute('at'));
    if (this.getAttribute('title') !== title) this.title = title;
  }
}

/** @param {number} seconds */
function ago(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const format = new Intl.RelativeTimeFormat(root.lang, { style: 'short' });
  if (whole < 60) return format.format(-whole, 'second');
  return whole < 3600
    ? format.format(-Math.floor(whole / 60), 'minute')
    : format.format(-Math.floor(whole / 3600), 'hour');
}

customElements.define('bene-clock', Clock);
customElements.define('bene-time', Time);
customElements.define('bene-ago', Ago);

// A change of language changes how times are written.
new MutationObserver(() => {
  for (const time of document.querySelectorAll('bene-time, bene-ago'))
    if (time instanceof Time || time instanceof Ago) time.show();
}).observe(root, { attributeFilter: ['lang'] });
