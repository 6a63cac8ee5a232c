// The interpreter that PyScript asks for: Pyodide, already starting while PyScript itself is still loading.
import './no-jspi.mjs';
import './progress.mjs';
import { loadPyodide as load, version } from './pyodide/pyodide.mjs';

// What the panel is made of is read while PyScript still asks for its own files. All of it stays, so the
// garbage collector need not look for what could go, then or ever.
async function start() {
  const python = await load();
  python.runPython('import gc; gc.disable(); import benedesk.panel.start; gc.freeze(); gc.enable()');
  return python;
}

const starting = start();
// What the panel finds in the page: it runs when all of them have.
const page = [
  import('./settings.js'),
  import('./patch.js'),
  import('./clock.js'),
  import('./bell.js'),
  import('./whole.js'),
];
const ready = Promise.all([starting, ...page]);
ready.catch(benedeskFailed);

export { version };

/** @param {{ stdout: (text: string) => void, stderr: (text: string) => void }} out */
export async function loadPyodide({ stdout, stderr }) {
  const [python] = await ready;
  python.setStdout({ batched: stdout });
  python.setStderr({ batched: stderr });
  return python;
}
