"""The company of the tests, as its desk is told of it: three queues, three agents, and some numbers.

Whoever needs it otherwise, with longer rings or with phones that a real PBX knows, says in what.
"""

from __future__ import annotations

from benedesk.core.inputs import DefineAgent, DefineQueue

SALES = DefineQueue(queue="sales", name="Myynti", number="09 9245 1001", ring_s=20, transfer_ring_s=25)
SUPPORT = DefineQueue(
    queue="support", name="Tuki", number="09 9245 1002", ring_s=20, transfer_ring_s=25, wrap_up_s=15
)
NIGHT = DefineQueue(queue="night", name="Yöpäivystys", number="09 9245 1003", listed=False)
ANN = DefineAgent(
    agent="ann", name="Anni Aalto", number="101", phone="phone-ann", skills={"sales": 1, "support": 1}
)
BO = DefineAgent(agent="bo", name="Bo Berg", number="102", phone="phone-bo", skills={"sales": 1, "night": 1})
CY = DefineAgent(
    agent="cy", name="Cyril Ceder", number="103", phone="phone-cy", skills={"support": 1}, supervisor=True
)

QUEUES = (SALES, SUPPORT, NIGHT)
AGENTS = (ANN, BO, CY)
NUMBERS = {queue.queue: queue.number for queue in QUEUES}
CALLER = "+358491234567"
OUTSIDE = "049 765 4321"  # no agent and no queue has it
