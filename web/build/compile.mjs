// node compile.mjs IN.zip OUT.zip PREFIX [KEEP.txt]
//
// Turns a zip of .py into a zip of .pyc with Pyodide's own CPython, so that the magic number always fits.
// Most of a cold start is compiling the standard library: this halves it, and cuts a warm start to a third.
// PREFIX is put before the names in tracebacks. With KEEP, only the files listed in it are taken, and all but
// Pyodide's own, which reads its docstrings, lose docstrings and assertions: a fifth of a library to load.
// Stored, not deflated: the wire and an extension's package press the whole better, and Python starts sooner.
import { readFileSync, writeFileSync } from 'node:fs';
import { put, run, startPython } from './python.mjs';

const COMPILE = `
import importlib._bootstrap_external, importlib.util, zipfile

def compiled(name, source):
    bare = keep and not name.startswith(("_pyodide/", "pyodide/"))
    code = compile(source, prefix + name, "exec", dont_inherit=True, optimize=2 if bare else 0)
    # Unchecked by hash: the bytes depend on the source alone, and no time stamp is ever compared.
    return importlib._bootstrap_external._code_to_hash_pyc(code, importlib.util.source_hash(source), False)

with zipfile.ZipFile(inside) as source, zipfile.ZipFile("/tmp/out", "w") as out:
    for name in sorted(set(source.namelist()) & set(keep or source.namelist())):
        if name.endswith("/"):
            continue
        data = source.read(name)
        if name.endswith(".py"):
            name, data = name + "c", compiled(name, data)
        entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
        entry.external_attr = 0o644 << 16
        out.writestr(entry, data)
`;

await run(async (source, target, prefix, keep) => {
  // Tracebacks tell the line, not the column: two fifths of what a visitor would load of the library.
  const python = await startPython({ env: { HOME: '/home/pyodide', PYTHONNODEBUGRANGES: '1' } });
  const names = keep ? readFileSync(keep, 'utf8').split('\n').filter(Boolean) : [];
  python.runPython(COMPILE, { globals: python.toPy({ inside: put(python, source), prefix, keep: names }) });
  writeFileSync(target, python.FS.readFile('/tmp/out'));
});
