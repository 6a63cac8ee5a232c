"""The sample company: its queues, its people, and those who call it.

Believable, and nobody's: Finland reserves no numbers for fiction, so the company has numbers in 09 9,
and people mobiles in 049, where the Finnish numbering plan has no subscribers.
"""

from __future__ import annotations

from dataclasses import replace

from ..core import topics
from ..core.directory import Entry
from ..core.inputs import DefineAgent, DefineQueue
from ..core.numbers import canonical
from .translated import FINNISH, said_in

ME = "aino"  # the agent whom the user of the demo plays

QUEUES: tuple[DefineQueue, ...] = (
    DefineQueue(queue="asiakaspalvelu", name="Asiakaspalvelu", number="09 9245 1000", wrap_up_s=10),
    DefineQueue(queue="myynti", name="Myynti", number="09 9245 1001", wrap_up_s=10),
    DefineQueue(queue="tekninen-tuki", name="Tekninen tuki", number="09 9245 1002", wrap_up_s=15),
    DefineQueue(queue="laskutus", name="Laskutus", number="09 9245 1003", wrap_up_s=10),
    DefineQueue(queue="vaihde", name="Vaihde", number="09 9245 1004"),
    DefineQueue(queue="johdon-linja", name="Johdon linja", number="09 9245 1005", listed=False),
)

_SKILLS: dict[str, dict[str, int]] = {
    "aino": {"asiakaspalvelu": 3, "myynti": 1, "vaihde": 1},
    "eero": {"asiakaspalvelu": 2, "laskutus": 1},
    "helmi": {"asiakaspalvelu": 1, "myynti": 2},
    "onni": {"asiakaspalvelu": 1, "vaihde": 2},
    "sofia": {"myynti": 2, "laskutus": 1},
    "vaino": {"myynti": 1},
    "lumi": {"tekninen-tuki": 2},
    "oskari": {"tekninen-tuki": 2, "asiakaspalvelu": 1},
    "ilona": {"tekninen-tuki": 1},
    "jalmari": {"laskutus": 2},
    "saana": {"vaihde": 2, "johdon-linja": 1},
    "mikael": {"johdon-linja": 2, "vaihde": 1},
}
_SUPERVISORS = frozenset({"saana"})

# Name, title, department; the first twelve are the agents, in the order of _SKILLS.
_STAFF = """\
Aino Virtanen, asiakasneuvoja, Asiakaspalvelu
Eero Korhonen, asiakasneuvoja, Asiakaspalvelu
Helmi Mäkinen, asiakasneuvoja, Asiakaspalvelu
Onni Nieminen, asiakasneuvoja, Asiakaspalvelu
Sofia Mäkelä, myyntineuvottelija, Myynti
Väinö Hämäläinen, myyntineuvottelija, Myynti
Lumi Laine, tukiasiantuntija, Tekninen tuki
Oskari Heikkinen, tukiasiantuntija, Tekninen tuki
Ilona Koskinen, tukiasiantuntija, Tekninen tuki
Jalmari Järvinen, laskuttaja, Talous
Saana Lehtonen, palvelupäällikkö, Asiakaspalvelu
Mikael Lehtinen, johdon assistentti, Johto
Kerttu Saarinen, toimitusjohtaja, Johto
Tuomas Salminen, talousjohtaja, Johto
Emilia Heinonen, henkilöstöjohtaja, Henkilöstö
Åke Lindqvist, myyntijohtaja, Myynti
Linnea Niemi, markkinointipäällikkö, Markkinointi
Pekka Heikkilä, tuotantopäällikkö, Tuotanto
Riikka Kinnunen, hankintapäällikkö, Hankinta
Antti Salonen, varastopäällikkö, Logistiikka
Maija Turunen, kirjanpitäjä, Talous
Juhani Salo, palkanlaskija, Talous
Venla Laitinen, controller, Talous
Kalle Tuominen, avainasiakaspäällikkö, Myynti
Sanna Rantanen, avainasiakaspäällikkö, Myynti
Mikko Karjalainen, myyntiassistentti, Myynti
Hanna Jokinen, viestintäasiantuntija, Markkinointi
Jukka Mattila, graafikko, Markkinointi
Laura Savolainen, rekrytoija, Henkilöstö
Timo Lahtinen, työsuojeluvaltuutettu, Henkilöstö
Elina Ahonen, tuotepäällikkö, Tuotekehitys
Petri Ojala, ohjelmistosuunnittelija, Tuotekehitys
Johanna Väisänen, ohjelmistosuunnittelija, Tuotekehitys
Sami Kallio, testaaja, Tuotekehitys
Minna Leppänen, käyttöliittymäsuunnittelija, Tuotekehitys
Ville Hiltunen, järjestelmäasiantuntija, Tietohallinto
Heli Miettinen, tietohallintopäällikkö, Tietohallinto
Janne Pitkänen, lähituki, Tietohallinto
Katja Aaltonen, laatupäällikkö, Tuotanto
Marko Koivisto, työnjohtaja, Tuotanto
Tiina Hakala, tuotantosuunnittelija, Tuotanto
Harri Laaksonen, huoltopäällikkö, Huolto
Anneli Hirvonen, huoltokoordinaattori, Huolto
Jari Räsänen, huoltoasentaja, Huolto
Päivi Anttila, huoltoasentaja, Huolto
Esa Toivonen, varaosamyyjä, Huolto
Kirsi Peltonen, kuljetussuunnittelija, Logistiikka
Jouni Kärkkäinen, varastotyöntekijä, Logistiikka
Satu Pesonen, ostaja, Hankinta
Ari Manninen, ostaja, Hankinta
Anna-Liisa Öhman, lakiasiain päällikkö, Johto
Olli Björklund, projektipäällikkö, Tuotekehitys
Marjo Kettunen, projektipäällikkö, Huolto
Göran Söderholm, aluepäällikkö, Myynti
Birgitta Åberg, aluepäällikkö, Myynti
Lasse Rissanen, kiinteistönhoitaja, Kiinteistöt
Noora Ylönen, aulapalvelija, Kiinteistöt
Heikki Mustonen, turvallisuuspäällikkö, Kiinteistöt
Outi Vainio, arkistonhoitaja, Johto
Risto Huhtala, kuljettaja, Logistiikka"""

_AGENTS = tuple(_SKILLS)


def _person(place: int, line: str, language: str) -> Entry:
    name, title, department = line.split(", ")
    agent = _AGENTS[place] if place < len(_AGENTS) else None
    desk, mobile = canonical(f"09 9245 1{101 + place}"), canonical(f"049 700 1{101 + place}")
    return Entry(
        id=f"person/{agent or place}",
        name=name,
        numbers=(desk, mobile),
        title=said_in(language, title),
        department=said_in(language, department),
        agent=agent,
    )


def _queue_entry(queue: DefineQueue) -> Entry:
    return Entry(
        id=topics.queue(queue.queue), name=queue.name, numbers=(canonical(queue.number),), queue=queue.queue
    )


def queues(language: str) -> list[DefineQueue]:
    """The company's queues, as it would call them in this language."""
    return [replace(queue, name=said_in(language, queue.name)) for queue in QUEUES]


def people(language: str) -> tuple[Entry, ...]:
    """Whom the directory knows: the queues, and everybody who works here."""
    persons = (_person(place, line, language) for place, line in enumerate(_STAFF.split("\n")))
    return (*map(_queue_entry, queues(language)), *persons)


PEOPLE = people(FINNISH)
_PERSONS = PEOPLE[len(QUEUES) :]

AGENTS: tuple[DefineAgent, ...] = tuple(
    DefineAgent(
        agent=agent,
        name=person.name,
        number=person.numbers[0],
        phone=str(101 + place),
        skills=_SKILLS[agent],
        supervisor=agent in _SUPERVISORS,
    )
    for place, (agent, person) in enumerate(zip(_AGENTS, _PERSONS, strict=False))
)

# Nobody lifts these: people on the move, whose calls come back to the queue.
RINGS_UNANSWERED = frozenset(
    number
    for person in _PERSONS
    if person.name in ("Kerttu Saarinen", "Pekka Heikkilä", "Risto Huhtala")
    for number in person.numbers
)
# And this one is always in use.
ALWAYS_BUSY = frozenset(
    number for person in _PERSONS if person.name == "Åke Lindqvist" for number in person.numbers
)

CALLERS: tuple[tuple[str, str], ...] = tuple(
    ("" if caller == "-" else canonical(caller), name)
    for caller, _, name in (
        line.partition(", ")
        for line in (
            "049 812 4401, Rauha Pelkonen",
            "049 812 4402, Kirjakauppa Kuu",
            "049 812 4403",
            "049 812 4404, Taksi Aho",
            "049 812 4405, Sirpa Nurmi",
            "049 812 4406",
            "049 812 4407, Leipomo Vehnä",
            "049 812 4408, Matti Kuusela",
            "049 812 4409",
            "049 812 4410, Rakennus Ketola Oy",
            "049 812 4411, Eeva Halonen",
            "049 812 4412, Isännöinti Piha",
            "049 812 4413",
            "049 812 4414, Autokorjaamo Ruuvi",
            "049 812 4415, Urho Lindroos",
            "09 9812 300, Kauppakeskus Tori",
            "09 9812 301, Lääkäriasema Lepo",
            "09 9812 302",
            "049 812 4416, Aila Mäki",
            "049 812 4417, Ravintola Haapa",
            "049 812 4418, Toivo Sipilä",
            "-",
            "049 812 4419, Kukka ja Multa",
            "049 812 4420, Inkeri Wallin",
        )
    )
)
