// The ring of the page. Python says when; the browser may keep it silent until the first press.
//
// set(json)      { rings, volume (0 to 1), device }: ring or be silent, from now on
// test()         ring for as long as one ring takes
// find()         ask the browser for the output devices; it may ask the agent first
// listen(callback)   tells, as JSON: { allowed, choosable, devices: [{ id, name }] }
// onFront(callback)  the agent looks at this window
// onKey(callback)    a keystroke that may be a shortcut, as JSON; true means that it was one
import { ring, silence } from './tone.js';

const TEST_MS = 1200;
const PRESSES = ['pointerup', 'keyup', 'click'];
const TEXT = 'textarea, select, input:not([type="checkbox"], [type="range"])';

/** @type {Told} */
let told = () => {};
let now = { rings: false, volume: 0, device: '' }; // until Python says
let sounding = '';
/** @type {{ id: string, name: string }[]} */
let devices = [];
let testing = 0;

const choosable =
  'setSinkId' in (globalThis.AudioContext?.prototype ?? {}) && Boolean(navigator.mediaDevices);

function allowed() {
  return (
    navigator.getAutoplayPolicy?.('audiocontext') === 'allowed' || navigator.userActivation.hasBeenActive
  );
}

function tell() {
  told(JSON.stringify({ allowed: allowed(), choosable, devices }));
}

function sound() {
  const wanted = (now.rings || testing) && allowed() ? `${now.volume} ${now.device}` : '';
  if (wanted === sounding) return;
  sounding = wanted;
  if (wanted) ring(now);
  else silence();
}

function pressed() {
  if (!allowed()) return;
  for (const type of PRESSES) document.removeEventListener(type, pressed, true);
  tell();
  sound();
}

/** @param {string} json */
function set(json) {
  now = JSON.parse(json);
  sound();
}

function test() {
  clearTimeout(testing);
  testing = setTimeout(() => {
    testing = 0;
    sound();
  }, TEST_MS);
  sound();
}

// The names of devices are told only to who may hear the microphone; nothing is listened to.
async function find() {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    for (const track of stream.getTracks()) track.stop();
  } catch {
    // Refused, or there is none: what is known without it is shown.
  }
  const all = await navigator.mediaDevices.enumerateDevices();
  devices = all
    .filter(({ kind, deviceId }) => kind === 'audiooutput' && deviceId && deviceId !== 'default')
    .map(({ deviceId: id, label: name }) => ({ id, name }));
  tell();
}

/** @param {Told} callback */
function listen(callback) {
  told = callback;
  tell();
  if (!allowed()) for (const type of PRESSES) document.addEventListener(type, pressed, true);
}

/** @param {() => unknown} callback */
function onFront(callback) {
  addEventListener('focus', () => callback());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && callback());
}

/** @param {(json: string) => boolean} callback */
function onKey(callback) {
  document.addEventListener('keydown', (event) => {
    const { key, code, ctrlKey: ctrl, altKey: alt, shiftKey: shift, metaKey: meta } = event;
    if ((event.repeat && !key.startsWith('Arrow')) || event.isComposing || event.getModifierState('AltGraph'))
      return;
    const target = event.target instanceof HTMLElement ? event.target : null;
    const field = target?.dataset.shortcut ?? '';
    // A letter on a list of choices is meant for the search: nobody means to be off work by typing a name.
    const choosing = Boolean(target?.matches('select'));
    if (choosing && (key.length !== 1 || key === ' ')) return;
    const typing = !field && !choosing && Boolean(target?.closest(TEXT));
    if (typing && !ctrl && !alt && !meta && key.length === 1) return;
    const at = target?.id ?? '';
    if (callback(JSON.stringify({ key, code, ctrl, alt, shift, meta, field, typing, at })))
      event.preventDefault();
  });
}

globalThis.benedeskBell = { set, test, find, listen, onFront, onKey };
