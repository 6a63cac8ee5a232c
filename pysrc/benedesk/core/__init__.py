"""The desk: pure, without clock, chance or I/O.

An input goes in (`inputs`); `decide` answers with facts (`events`) or refuses; `evolve` applies each
fact to the `Desk`; `react` names the orders (`effects`) that follow from it; `views` builds the
documents that panels see. `loop.take` joins them.
"""
