// node pytest.mjs MICROPIP.whl WHEEL... -- ARGUMENT...
//
// Runs pytest inside Pyodide, on the files of this folder: the same tests, in the Python that the panel has.
// The wheels (pytest and what it needs) are installed by micropip from these files alone.
import { bytes, put, run, startPython } from './python.mjs';

const INSTALL = `
import micropip
micropip.set_index_urls(["emfs:/nowhere/"])
await micropip.install([f"emfs:{wheel}" for wheel in wheels])
`;

const TEST = `
import os, sys
import pytest

os.chdir("/project")
sys.dont_write_bytecode = True
# The project's own options name plugins that need a browser.
options = ["-o", "addopts=--strict-markers --import-mode=importlib", "-p", "no:cacheprovider"]
int(pytest.main([*options, *arguments]))
`;

await run(async (...rest) => {
  const [wheels, words] = [rest.slice(0, rest.indexOf('--')), rest.slice(rest.indexOf('--') + 1)];
  const python = await startPython();
  python.unpackArchive(bytes(wheels[0]), 'wheel');
  const inside = wheels.slice(1).map((wheel) => put(python, wheel));
  await python.runPythonAsync(INSTALL, { globals: python.toPy({ wheels: inside }) });
  python.mountNodeFS('/project', process.cwd());
  process.exitCode = python.runPython(TEST, { globals: python.toPy({ arguments: words }) });
});
