// What every build script needs: Pyodide under Node, its files, and errors that a person can read.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import '../no-jspi.mjs';
export { loadPyodide as startPython } from 'pyodide';

// Pyodide takes a plain Uint8Array, not Node's Buffer.
/** @param {string} file */
export const bytes = (file) => new Uint8Array(readFileSync(file));

/**
 * Copy a file of this machine into `folder` of Pyodide's own file system, under the same name.
 *
 * @param {import('pyodide').PyodideInterface} python
 * @param {string} file
 */
export function put(python, file, folder = '/tmp') {
  const inside = `${folder}/${path.basename(file)}`;
  python.FS.writeFile(inside, bytes(file));
  return inside;
}

/**
 * Run `main` with the words of the command line; a failure ends the process with a few lines instead of Pyodide's
 * whole minified module.
 *
 * @param {(...words: string[]) => Promise<void>} main
 */
export async function run(main) {
  try {
    await main(...process.argv.slice(2));
  } catch (error) {
    const lines = String((error instanceof Error && error.stack) || error)
      .split('\n')
      .filter((line) => !/^\s+at /.test(line));
    console.error(
      lines
        .map((line) => line.slice(0, 300))
        .join('\n')
        .trim(),
    );
    process.exit(1);
  }
}
