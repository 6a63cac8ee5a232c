// node pyscript.mjs CORE.js
//
// PyScript's Python sources are strings inside its JavaScript, which writes them to files and imports them.
// Prints them as JSON, by file, so that they can be compiled here instead of in the page.
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { run } from './python.mjs';

/**
 * The object that begins there; its end is where it first makes sense.
 *
 * @param {string} script
 * @param {number} start
 */
function objectAt(script, start) {
  for (let end = script.indexOf('}', start); end > 0; end = script.indexOf('}', end + 1)) {
    try {
      return runInNewContext(`(${script.slice(start, end + 1)})`);
    } catch {} // a brace within a string
  }
  throw new Error('it does not end');
}

await run(async (core) => {
  const script = readFileSync(core, 'utf8');
  const begin = script.indexOf('{"__init__.py":');
  if (begin < 0) throw new Error(`The Python sources of PyScript are no longer in ${core} as they were.`);
  console.log(JSON.stringify(objectAt(script, begin)));
});
