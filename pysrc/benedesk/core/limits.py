"""How long what people write may be, and is kept: the desk refuses more, a panel's field takes no more."""

from __future__ import annotations

NOTE_CHARS = 500  # about a call
AVAILABILITY_NOTE_CHARS = 200  # beside an availability, for others
TARGET_CHARS = 200  # what stands in the transfer field: a number, or a queue's name
LABEL_CHARS = 80  # what a panel calls a number, and what the network calls a caller
SEARCH_CHARS = 80
TALLY_S = 900.0  # every time zone begins its day with a quarter of an hour
VISIT_S = 7 * 24 * 3600.0  # for so long it is known that somebody called, and what was noted then
DIARY_S = 24 * 3600.0  # for so long a call stands in a diary
