import importlib.util

import benedesk.core.model
from pyscript import document

if importlib.util.find_spec("benedesk.panel.app"):
    from benedesk.panel.app import start

    await start()
else:
    document.getElementById("app").textContent = f"BeneDesk {benedesk.__version__}"
    document.documentElement.dataset.ready = "1"
