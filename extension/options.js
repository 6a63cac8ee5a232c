// The options page: the server's address, signing in and out, the language, numbers on pages.
import { apiAddress, serverAddress } from './address.js';
import { PERMISSIONS } from './numbers.js';
import { openPanel } from './open.js';
import { onSettings, settings as storedSettings } from './store.js';
import { TEXTS, fill, ownLanguage, texts } from './texts.js';

const store = chrome.storage.local;
const $ = (id) => document.getElementById(id);
const settings = {};

const text = (name, filled = {}) => fill(texts(settings.lang)[name], filled);

function draw() {
  document.documentElement.lang = settings.lang;
  document.title = text('title');
  for (const element of document.querySelectorAll('[data-text]'))
    element.textContent = text(element.dataset.text);
  $('lang').value = settings.lang;
  $('lang').disabled = settings.locked.includes('lang');
  $('server').disabled = settings.locked.includes('server');
  if ($('server').disabled) $('server').value = settings.server; // the administrator may change it under our eyes
  $('server-form').querySelector('button').hidden = $('server').disabled;
  $('managed-note').hidden = !settings.locked.length;
  $('numbers').checked = settings.numbers;
  $('demo-note').hidden = Boolean(settings.server);
  $('credentials').hidden = !settings.server || Boolean(settings.token);
  $('signed-in').hidden = !settings.token;
  $('signed-in-as').textContent = text('signed_in_as', { agent: settings.agent });
  document.querySelector('main').hidden = false;
}

async function save(changes) {
  Object.assign(settings, changes);
  await store.set(changes);
  draw();
}

function say(id, kind, name, filled) {
  $(id).dataset.kind = kind;
  $(id).textContent = name ? text(name, filled) : '';
}

async function saveServer(event) {
  event.preventDefault();
  const written = $('server').value.trim();
  const server = written ? serverAddress(written) : '';
  $('server').setAttribute('aria-invalid', server === null);
  if (server === null) return say('server-message', 'bad', 'bad_address');
  // A token is good for the one server that gave it.
  if (server !== settings.server) await save({ server, token: '', agent: '' });
  $('server').value = server;
  say('server-message', 'good', 'saved');
}

async function signIn(event) {
  event.preventDefault();
  const [user, password] = [$('user').value.trim(), $('password').value];
  if (!user || !password) return say('sign-in-message', 'bad', 'fill_both');
  say('sign-in-message', '', 'signing_in');
  $('sign-in').setAttribute('aria-disabled', true);
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

/** [the answer, nothing] or [nothing, the code of what went wrong]. */
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
  Object.assign(settings, await storedSettings());
  settings.lang ||= ownLanguage();
}

await read();
const { id: windowId } = await chrome.windows.getCurrent();
$('server').value = settings.server;
draw();
$('server-form').addEventListener('submit', saveServer);
$('sign-in-form').addEventListener('submit', signIn);
$('sign-out').addEventListener('click', signOut);
$('open-panel').addEventListener('click', () => openPanel(windowId));
$('numbers').addEventListener('change', switchNumbers);
$('lang').addEventListener('change', async () => {
  for (const message of ['server-message', 'sign-in-message']) say(message);
  await save({ lang: $('lang').value });
});
// The panel may sign out, or learn that a token has ended.
onSettings(async () => {
  await read();
  draw();
});
