"""Numbers, and how a reader in each country expects them to be grouped."""

from __future__ import annotations

import json
from pathlib import Path

EXAMPLES = json.loads(Path(__file__).with_name("numbers.json").read_text(encoding="utf-8"))
