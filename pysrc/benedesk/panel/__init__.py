"""The panel: what an agent sees and presses, as Python in the page.

Documents come in (`wire`), pure functions make keyed HTML strings of them (`view`), `page` hands the
changed ones to the page; what the agent presses comes back as plain data and `model` turns it into
commands. Only `browser` knows the browser, only `page` the DOM.
"""
