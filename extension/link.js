// The background's own link to the server: one socket, never two, opened again and again until it holds.
// It speaks docs/protocol.md as `background: true`: it rings only while the agent has no window open.
import { socketAddress } from './address.js';
import {
  BAD_TOKEN_CLOSES,
  ENDING_CODES,
  HOME_COUNTRY,
  PING_MS,
  PROTOCOL_VERSION,
  RETRY_MS,
  SILENT_MS,
  SLOWEST_OPEN_MS,
  SLOWEST_RETRY_MS,
} from './facts.js';

const ANSWER_MS = 10_000;

/** @typedef {{ version: number, body: Record<string, unknown> | null }} Versioned */
/** @typedef {Map<string, Versioned>} Documents  by topic */
/** @typedef {{ ok: boolean, code?: string, text?: string }} Answer  of the desk to a command */

export class Link {
  /** @type {WebSocket | null} */
  #socket = null;
  #server = '';
  #token = '';
  #desk = '';
  #failures = 0;
  #ahead = 0; // how far the server's clock is ahead of ours, in seconds
  /** @type {number[]} */
  #timers = [];
  #heard = 0;
  /** @type {Map<string, (answer: Answer) => void>} */
  #answers = new Map();
  #told;
  /** @type {Documents} */
  documents = new Map();
  agent = '';
  here = false; // this is where it rings
  live = false;
  country = HOME_COUNTRY; // of numbers that are written without one

  /** @param {() => void} told  after each change of `documents`, `here` or `live` */
  constructor(told) {
    this.#told = told;
  }

  #forget() {
    this.documents = new Map();
    this.agent = '';
    this.here = this.live = false;
    this.country = HOME_COUNTRY;
  }

  /**
   * Hold a link with this token, or none without one. The same again changes nothing.
   *
   * @param {{ server: string, token: string }} settings
   */
  use({ server, token }) {
    if (server === this.#server && token === this.#token) return this.wake();
    [this.#server, this.#token, this.#desk, this.#failures] = [server, token, '', 0];
    this.#drop();
    this.#forget();
    this.#told();
    if (server && token) this.#open();
  }

  /** After a sleep of this script or the machine: is the link still there? */
  wake() {
    if (!this.#server || !this.#token) return;
    if (this.#socket && Date.now() - this.#heard > SILENT_MS) this.#lost(this.#socket);
    else if (!this.#socket && !this.#timers.length) this.#open();
  }

  /**
   * Do this on the desk.
   *
   * @param {import('./facts.js').CommandName} name
   * @param {Record<string, unknown>} args
   * @returns {Promise<Answer>}
   */
  command(name, args) {
    if (!this.live) return Promise.resolve({ ok: false, code: 'unreachable' });
    const id = crypto.randomUUID();
    this.#send({ type: 'command', id, name, args, asked_at: Date.now() / 1000 + this.#ahead });
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      setTimeout(() => this.#answered({ id, ok: false, code: 'unreachable', text: '' }), ANSWER_MS);
    });
  }

  #open() {
    this.#drop();
    const socket = new WebSocket(socketAddress(this.#server));
    this.#socket = socket;
    this.#heard = Date.now();
    socket.onmessage = ({ data }) => socket === this.#socket && this.#received(JSON.parse(data));
    socket.onclose = ({ code }) => this.#lost(socket, code);
    this.#timers = [
      setTimeout(() => this.live || this.#lost(socket), SLOWEST_OPEN_MS),
      setInterval(() => this.#ping(), PING_MS),
    ];
  }

  /** Also what keeps this script alive. */
  #ping() {
    if (Date.now() - this.#heard > SILENT_MS) return this.#lost(this.#socket);
    if (this.#socket?.readyState === WebSocket.OPEN) this.#send({ type: 'ping' });
    chrome.runtime.getPlatformInfo(); // Firefox counts calls of its own, not sockets, when it puts a script to sleep
  }

  /** @param {import('./facts.js').ToPanel} message */
  #received(message) {
    this.#heard = Date.now();
    switch (message.type) {
      case 'welcome':
        if (message.desk !== this.#desk) this.documents.clear();
        this.#desk = message.desk;
        this.country = message.country ?? this.country;
        this.#ahead = message.now - Date.now() / 1000;
        return this.#hello();
      case 'pong':
        this.#ahead = message.now - Date.now() / 1000;
        return;
      case 'resync':
        return this.#hello();
      case 'document':
        return this.#document(message);
      case 'synced':
        Object.assign(this, { agent: message.agent, live: true });
        this.#failures = 0;
        return this.#told();
      case 'ring':
        this.here = message.here;
        return this.#told();
      case 'result':
        return this.#answered(message);
      case 'error':
        if (ENDING_CODES.includes(message.code)) this.#refused();
    }
  }

  #hello() {
    const have = Object.fromEntries([...this.documents].map(([topic, { version }]) => [topic, version]));
    this.#send({ type: 'hello', version: PROTOCOL_VERSION, token: this.#token, have, background: true });
  }

  /** @param {{ topic: string } & Versioned} document */
  #document({ topic, version, body }) {
    if (version < (this.documents.get(topic)?.version ?? 0)) return;
    this.documents.set(topic, { version, body });
    if (this.live) this.#told();
  }

  /** @param {{ id: string } & Answer} result */
  #answered({ id, ...answer }) {
    this.#answers.get(id)?.(answer);
    this.#answers.delete(id);
  }

  /** The server does not want this token, or this version: asking again would change nothing. */
  #refused() {
    this.#drop();
    this.#forget();
    this.#timers = [0]; // until `use` brings another
    this.#told();
  }

  /**
   * @param {WebSocket | null} socket
   * @param {number} [code]
   */
  #lost(socket, code) {
    if (socket !== this.#socket) return;
    if (code === BAD_TOKEN_CLOSES) return this.#refused();
    this.#drop();
    this.live = this.here = false;
    const wait = Math.min(SLOWEST_RETRY_MS, RETRY_MS * 2 ** this.#failures++) * (0.5 + Math.random() / 2);
    this.#timers = [setTimeout(() => this.#open(), wait)];
    this.#told();
  }

  #drop() {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onmessage = socket.onclose = null;
      socket.close();
    }
  }

  /** @param {import('./facts.js').ToServer} message */
  #send(message) {
    this.#socket?.send(JSON.stringify(message));
  }
}
