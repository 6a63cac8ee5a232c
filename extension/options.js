// The options page: the server's address, signing in and out, the language, numbers on pages.
import { apiAddress, serverAddress } from './address.js';
import { PERMISSIONS } from './numbers.js';
import { openPanel } from './open.js';
import { onSettings, settings as storedSettings } from './store.js';
import { TEXTS, fill, ownLanguage, texts } from './texts.js';

const store = chrome.storage.local;
/** @typedef {'bad' | 'good' | ''} Kind  of a message */
/** @typedef {keyof import('./texts.js').Texts} Word */
/** @typedef {Record<'server' | 'user' | 'password' | 'numbers', HTMLInputElement> & { lang: HTMLSelectElement }} Fields */

/**
 * An element of options.html, which has all that are asked for.
 *
 * @template {string} Id
 * @param {Id} id
 * @returns {Id extends keyof Fields ? Fields[Id] : HTMLElement}
 */
const $ = (id) => /** @type {any} */ (document.getElementById(id));

/** What is shown: what is stored, in a language that there is. */
const settings = await read();

/**
 * @param {Word} name
 * @param {Record<string, string>} [filled]
 */
const text = (name, filled = {}) => fill(texts(settings.lang)[name], filled);

function draw() {
  document.documentElement.lang = settings.lang;
  document.title = text('title');
  for (const element of document.querySelectorAll('[data-text]'))
    element.textContent = text(/** @type {Word} */ (element.getAttribute('data-text')));
  $('lang').value = settings.lang;
  $('lang').disabled = settings.locked.includes('lang');
  $('server').disabled = settings.locked.includes('server');
  if ($('server').disabled) $('server').value = settings.server; // the administrator may change it under our eyes
  $('save').hidden = $('server').disabled;
  $('managed-note').hidden = !settings.locked.length;
  $('numbers').checked = settings.numbers;
  $('demo-note').hidden = Boolean(settings.server);
  $('credentials').hidden = !settings.server || Boolean(settings.token);
  $('signed-in').hidden = !settings.token;
  $('signed-in-as').textContent = text('signed_in_as', { agent: settings.agent });
  $('main').hidden = false;
}

/** @param {Partial<import('./store.js').Kept>} changes */
async function save(changes) {
  Object.assign(settings, changes);
  await store.set(changes);
  draw();
}

/**
 * @param {'server-message' | 'sign-in-message'} id
 * @param {Kind} [kind]
 * @param {Word} [name]
 * @param {Record<string, string>} [filled]
 */
function say(id, kind = '', name, filled) {
  $(id).dataset.kind = kind;
  $(id).textContent = name ? text(name, filled) : '';
}

/** @param {SubmitEvent} event */
async function saveServer(event) {
  event.preventDefault();
  const written = $('server').value.trim();
  const server = written ? serverAddress(written) : '';
  $('server').setAttribute('aria-invalid', String(server === null));
  if (server === null) return say('server-message', 'bad', 'bad_address');
  // A token is good for the one server that gave it.
  if (server !== settings.server) await save({ server, token: '', agent: '' });
  $('server').value = server;
  say('server-message', 'good', 'saved');
}

/** @param {SubmitEvent} event */
async function signIn(event) {
  event.preventDefault();
  const [user, password] = [$('user').value.trim(), $('password').value];
  if (!user || !password) return say('sign-in-message', 'bad', 'fill_both');
  say('sign-in-message', '', 'signing_in');
  $('sign-in').setAttribute('aria-disabled', 'true');
  const [answer, problem] = await ask('sign-in', { user, password });
  $('sign-in').removeAttribute('aria-disabled');
  if (problem)
    return say('sign-in-message', 'bad', problem in TEXTS.fi ? problem : 'failed', { code: problem });
  $('password').value = '';
  say('sign-in-message');
  await save({ token: answer.token, agent: answer.agent.name ?? answer.agent, issuer: settings.server });
}

async function signOut() {
  // Signed out here in any case; whether the server hears of it must not keep a person signed in.
  await ask('sign-out', {}, settings.token);
  await save({ token: '', agent: '' });
}

/**
 * [the answer, nothing] or [nothing, the code of what went wrong].
 *
 * @param {'sign-in' | 'sign-out'} name
 * @param {object} body
 * @param {string} [token]
 */
async function ask(name, body, token) {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  try {
    const response = await fetch(apiAddress(settings.server, name), {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    if (response.ok) return [await response.json(), ''];
    return [null, (await response.json().catch(() => ({}))).code ?? String(response.status)];
  } catch {
    return [null, 'unreachable'];
  }
}

/** The browser asks the person; nothing may be awaited before, or it would not. */
async function switchNumbers() {
  const on = $('numbers').checked;
  const granted = on && (await chrome.permissions.request(PERMISSIONS));
  await save({ numbers: granted });
  if (!on) await chrome.permissions.remove(PERMISSIONS);
}

async function read() {
  const stored = await storedSettings();
  return { ...stored, lang: stored.lang || ownLanguage() };
}

const { id: windowId } = await chrome.windows.getCurrent();
$('server').value = settings.server;
draw();
$('server-form').addEventListener('submit', saveServer);
$('sign-in-form').addEventListener('submit', signIn);
$('sign-out').addEventListener('click', signOut);
$('open-panel').addEventListener('click', () => openPanel(windowId));
$('numbers').addEventListener('change', switchNumbers);
$('lang').addEventListener('change', async () => {
  say('server-message');
  say('sign-in-message');
  await save({ lang: /** @type {import('./facts.js').Language} */ ($('lang').value) });
});
// The panel may sign out, or learn that a token has ended.
onSettings(async () => {
  Object.assign(settings, await read());
  draw();
});
