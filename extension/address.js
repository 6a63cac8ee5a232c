// The address of a server, as a person writes it.
import { API_PATH, SOCKET_PATH } from './facts.js';

/**
 * The address in its one form, or null when it cannot be one.
 *
 * Encrypted, or on this very machine: a token must not cross a network in the clear.
 *
 * @param {string} text
 */
export function serverAddress(text) {
  const written = text.trim();
  const address = URL.parse(written.includes('://') ? written : `wss://${written}`);
  if (!address || address.search || address.hash || address.username) return null;
  if (!/^([a-z0-9.-]+|\[[0-9a-f:.]+\])$/.test(address.hostname)) return null;
  const here = ['127.0.0.1', 'localhost'].includes(address.hostname);
  if (address.protocol !== 'wss:' && !(address.protocol === 'ws:' && here)) return null;
  return address.href.replace(/\/+$/, '');
}

/**
 * Where the conversation is held; that much of its path may have been given.
 *
 * @param {string} server
 */
export const socketAddress = (server) =>
  `${server.endsWith(SOCKET_PATH) ? server.slice(0, -SOCKET_PATH.length) : server}${SOCKET_PATH}`;

/**
 * Where the same server answers ordinary requests.
 *
 * @param {string} server
 * @param {string} name
 */
export const apiAddress = (server, name) => `${server.replace(/^ws/, 'http')}${API_PATH}${name}`;
