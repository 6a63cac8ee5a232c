// node trim.mjs KEEP.txt START.txt SOURCES.zip WHEEL...
//
// Says which files of Python's standard library the panel can need, and which modules its start imports.
// Two thirds of the library cannot run in a page, or belong to work that the panel does not do.
//
// The list is safe rather than short: every module that is imported when the panel and its demo are really
// imported, those that PyScript's own sources name, those promised to add-ons, and then all that any of these
// names in an import statement, however deep and however seldom run.
import { writeFileSync } from 'node:fs';
import { bytes, put, run, startPython } from './python.mjs';

const START = `
import sys
import benedesk.panel.start
names = list(sys.modules)
# What Python needs until it reads sitecustomize.py comes from the archive as ever.
"\\n".join(names[names.index("site") + 1:])
`;

const USED = `
import ast, importlib.util, sys, unittest.mock, zipfile

# What an add-on may count on, beyond what the panel happens to use (docs/addons.md).
PROMISED = """
    base64 bisect calendar codecs collections contextlib copy csv dataclasses datetime decimal difflib email.message
    enum fractions functools hashlib heapq hmac html.entities html.parser importlib.metadata io itertools json
    locale logging math numbers operator pathlib queue random re secrets shutil statistics string struct tarfile
    textwrap traceback types typing unicodedata urllib.parse urllib.request uuid xml.etree.ElementTree zipfile
""".split()
ALWAYS = ("_pyodide", "pyodide", "_sysconfigdata", "encodings.utf", "encodings.latin_1", "encodings.ascii",
          "encodings.cp1252", "encodings.iso8859_1", "encodings.iso8859_15", "encodings.idna", "encodings.punycode")
# Named somewhere in what is kept, yet of no use without processes, a terminal or another operating system.
# ssl is a stand-in that cannot encrypt, and costs a start more than any other module.
NEVER = ("_pyrepl", "asyncio.windows", "asyncio.proactor", "concurrent.futures.process", "concurrent.interpreters",
         "ctypes.wintypes", "curses", "doctest", "ftplib", "http.server", "multiprocessing", "pdb", "pydoc",
         "ssl", "unittest", "webbrowser", "xmlrpc")

def module_of(file):
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

def named(source, package):
    """Every module that an import statement anywhere in the source may load."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[:len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)

def with_parents(module):
    while module:
        yield module
        module = module.rpartition(".")[0]

library = zipfile.ZipFile("/lib/python314.zip")
files = {module_of(name): name for name in library.namelist() if name.endswith(".py")}

def package_of(module, file):
    return module if file.endswith("/__init__.py") else module.rpartition(".")[0]

ours = zipfile.ZipFile(sources)
wanted = {m for m in files if m.startswith(ALWAYS)} | set(PROMISED)
for file in ours.namelist():
    if file.endswith(".py"):
        wanted.update(named(ours.read(file), package_of(module_of(file), file)))
# PyScript is in the page only; whatever is asked of it while importing, a stand-in will do.
sys.modules["pyscript"] = unittest.mock.MagicMock()
for module in ("benedesk.panel.start", "benedesk.panel.demo", "micropip"):
    if importlib.util.find_spec(module):
        importlib.import_module(module)
wanted.update(sys.modules)

kept = set()
while wanted:
    module = wanted.pop()
    for name in with_parents(module):
        if name in files and name not in kept and not name.startswith(NEVER):
            kept.add(name)
            wanted.update(named(library.read(files[name]), package_of(name, files[name])))
"\\n".join(sorted(files[name] for name in kept))
`;

await run(async (keep, start, sources, ...wheels) => {
  const python = await startPython();
  for (const archive of [sources, ...wheels]) python.unpackArchive(bytes(archive), 'zip');
  writeFileSync(start, python.runPython(START) + '\n');
  const globals = python.toPy({ sources: put(python, sources) });
  writeFileSync(keep, (await python.runPythonAsync(USED, { globals })) + '\n');
});
