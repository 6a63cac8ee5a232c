// The interpreter that PyScript asks for: Pyodide, already starting while PyScript itself is still loading.
// It waits only for the first paint, which it would hold up; in a page that is not shown there is none.
import { loadPyodide as load, version } from './pyodide/pyodide.mjs';

const painted = new Promise((done) => {
  requestAnimationFrame(() => setTimeout(done));
  setTimeout(done, 150);
});
const starting = painted.then(() => load({ packages: ['benedesk'] }));

export { version };

export async function loadPyodide({ stdout, stderr }) {
  const python = await starting;
  python.setStdout({ batched: stdout });
  python.setStderr({ batched: stderr });
  return python;
}
