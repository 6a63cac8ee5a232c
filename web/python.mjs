// The interpreter that PyScript asks for: Pyodide, already starting while PyScript itself is still loading.
// It waits only for the first paint, which it would hold up; in a page that is not shown there is none.
import { painted } from './patch.js';
import { loadPyodide as load, version } from './pyodide/pyodide.mjs';

// What the panel is made of is read while PyScript still asks for its own files. All of it stays, so the
// garbage collector need not look for what could go, then or ever.
const starting = painted().then(async () => {
  const python = await load({ packages: ['benedesk'] });
  python.runPython('import gc; gc.disable(); import benedesk.panel.start; gc.freeze(); gc.enable()');
  return python;
});

export { version };

export async function loadPyodide({ stdout, stderr }) {
  const python = await starting;
  python.setStdout({ batched: stdout });
  python.setStderr({ batched: stderr });
  return python;
}
