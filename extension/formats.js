// Telephone numbers as a person reads them: what core/numbers.py does, from the same table.
import json from './formats.json' with { type: 'json' };

/** @typedef {[begins: string, pattern: string, home: string, abroad: string | null]} Row */
// One key of it, `three`, is no country.
const table = /** @type {Record<string, Row[]>} */ (/** @type {unknown} */ (json));
/** @type {string[]} */
const THREE = json.three; // how country codes of three digits begin

/**
 * `number` as one reads it whose country code is `country`; what is not in E.164 stays as it is.
 *
 * @param {string} number
 * @param {string} country
 */
export function grouped(number, country) {
  if (!/^\+\d+$/.test(number)) return number;
  const code = codeOf(number.slice(1));
  const rest = number.slice(1 + code.length);
  for (const [begins, pattern, home, abroad] of table[code] ?? []) {
    const template = code === country ? home : abroad;
    const whole = new RegExp(`^${pattern}$`);
    if (template && new RegExp(`^(?:${begins})`).test(rest) && whole.test(rest))
      return rest.replace(whole, template);
  }
  return `+${code} ${table[code] ? rest : threes(rest)}`.trim();
}

/** @param {string} digits */
function codeOf(digits) {
  if ('17'.includes(digits[0])) return digits[0];
  return digits.slice(0, THREE.includes(digits.slice(0, 2)) ? 3 : 2);
}

/**
 * Groups of three, the last of up to four.
 *
 * @param {string} rest
 */
const threes = (rest) => rest.replace(/\d{3}(?=\d{2,}$)/g, '$& ');
