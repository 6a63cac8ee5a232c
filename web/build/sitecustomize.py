"""Python's own hook for a site's start: what the panel imports comes from one list, ready to run.

To find a module in a zip, open it, read it and check it is done in Python, module by module, and a tenth of a
start. The build knows what a start imports, so those modules are one file in the archive: a marshalled dict
of name to (is it a package, its code). All others are found in the archive as usual.
"""

import marshal
import sys
from _frozen_importlib import ModuleSpec  # type: ignore[import-not-found]  # importlib itself is not read yet

ARCHIVE = __loader__.archive  # type: ignore[name-defined]
CODE = marshal.loads(__loader__.get_data(f"{ARCHIVE}/start.marshal"))


class Start:
    """Finds and loads each of the modules once."""

    get_data = staticmethod(__loader__.get_data)

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name not in CODE:
            return None
        folder, is_package = f"{ARCHIVE}/{name.replace('.', '/')}", CODE[name][0]
        origin = f"{folder}/__init__.py" if is_package else f"{folder}.py"
        spec = ModuleSpec(name, Start, origin=origin, is_package=is_package)
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations.append(folder)
        return spec

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        exec(marshal.loads(CODE.pop(module.__spec__.name)[1]), module.__dict__)


sys.meta_path.insert(0, Start)
