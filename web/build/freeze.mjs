// node freeze.mjs LOCK.json MICROPIP.whl WHEEL...
//
// micropip installs the wheels inside Pyodide, from these files alone, and writes the lock file that the page
// loads. Their places become names beside the lock file; everything else is micropip's own answer.
import { writeFileSync } from 'node:fs';
import { bytes, put, run, startPython } from './python.mjs';

const FREEZE = `
import json, shutil, sys

# The micropip that does the work stands aside, unseen by itself: it too is installed, and so locked.
sys.path.insert(0, "/bootstrap")
for info in __import__("pathlib").Path("/bootstrap").glob("*.dist-info"):
    shutil.rmtree(info)

import micropip

# An index that nobody serves: a requirement that none of these wheels meets fails, and is never fetched.
micropip.set_index_urls(["emfs:/nowhere/"])
await micropip.install([f"emfs:{wheel}" for wheel in wheels])
lock = json.loads(micropip.freeze())
installed = {wheel.rpartition("/")[2] for wheel in wheels}
lock["packages"] = {
    name: entry | {"file_name": entry["file_name"].rpartition("/")[2], "package_type": "package"}
    for name, entry in lock["packages"].items()
    if entry["file_name"].startswith("emfs:")
}
assert installed == {entry["file_name"] for entry in lock["packages"].values()}, lock["packages"]
json.dumps(lock, indent=1, sort_keys=True)
`;

await run(async (lock, ...wheels) => {
  const python = await startPython();
  python.unpackArchive(bytes(wheels[0]), 'wheel', { extractDir: '/bootstrap' });
  const inside = wheels.map((wheel) => put(python, wheel));
  writeFileSync(
    lock,
    (await python.runPythonAsync(FREEZE, { globals: python.toPy({ wheels: inside }) })) + '\n',
  );
});
