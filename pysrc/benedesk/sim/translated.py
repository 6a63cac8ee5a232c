"""The sample company in the languages of its visitors: Finnish, English, Swedish."""

from __future__ import annotations

FINNISH = "fi"
_PLACES = {"en": 1, "sv": 2}

# Queues and departments, titles, and what was noted yesterday.
_WORDS = """\
Asiakaspalvelu | Customer service | Kundtjänst
Myynti | Sales | Försäljning
Tekninen tuki | Technical support | Teknisk support
Laskutus | Invoicing | Fakturering
Vaihde | Switchboard | Växel
Johdon linja | Management line | Ledningens linje
Talous | Finance | Ekonomi
Johto | Management | Ledning
Henkilöstö | Human resources | Personal
Markkinointi | Marketing | Marknadsföring
Tuotanto | Production | Produktion
Hankinta | Purchasing | Inköp
Logistiikka | Logistics | Logistik
Tuotekehitys | Product development | Produktutveckling
Tietohallinto | IT | IT
Huolto | Maintenance | Service
Kiinteistöt | Facilities | Fastigheter
asiakasneuvoja | customer adviser | kundrådgivare
myyntineuvottelija | sales negotiator | säljare
tukiasiantuntija | support specialist | supportspecialist
laskuttaja | invoicing clerk | fakturerare
palvelupäällikkö | service manager | servicechef
johdon assistentti | executive assistant | ledningsassistent
toimitusjohtaja | managing director | verkställande direktör
talousjohtaja | finance director | ekonomidirektör
henkilöstöjohtaja | HR director | personaldirektör
myyntijohtaja | sales director | försäljningsdirektör
markkinointipäällikkö | marketing manager | marknadschef
tuotantopäällikkö | production manager | produktionschef
hankintapäällikkö | purchasing manager | inköpschef
varastopäällikkö | warehouse manager | lagerchef
kirjanpitäjä | accountant | bokförare
palkanlaskija | payroll clerk | löneräknare
controller | controller | controller
avainasiakaspäällikkö | key account manager | key account manager
myyntiassistentti | sales assistant | försäljningsassistent
viestintäasiantuntija | communications specialist | kommunikatör
graafikko | graphic designer | grafiker
rekrytoija | recruiter | rekryterare
työsuojeluvaltuutettu | safety representative | arbetarskyddsombud
tuotepäällikkö | product manager | produktchef
ohjelmistosuunnittelija | software developer | programvaruutvecklare
testaaja | tester | testare
käyttöliittymäsuunnittelija | interface designer | gränssnittsdesigner
järjestelmäasiantuntija | systems specialist | systemspecialist
tietohallintopäällikkö | IT manager | IT-chef
lähituki | on-site support | närsupport
laatupäällikkö | quality manager | kvalitetschef
työnjohtaja | foreperson | arbetsledare
tuotantosuunnittelija | production planner | produktionsplanerare
huoltopäällikkö | maintenance manager | servicechef
huoltokoordinaattori | maintenance coordinator | servicekoordinator
huoltoasentaja | service technician | servicetekniker
varaosamyyjä | spare parts salesperson | reservdelsförsäljare
kuljetussuunnittelija | transport planner | transportplanerare
varastotyöntekijä | warehouse worker | lagerarbetare
ostaja | buyer | inköpare
lakiasiain päällikkö | head of legal affairs | chefsjurist
projektipäällikkö | project manager | projektledare
aluepäällikkö | area manager | områdeschef
kiinteistönhoitaja | caretaker | fastighetsskötare
aulapalvelija | receptionist | receptionist
turvallisuuspäällikkö | security manager | säkerhetschef
arkistonhoitaja | archivist | arkivarie
kuljettaja | driver | chaufför
Tilaus 4711 ei ole tullut. Haluaa puhua Kertun kanssa. \
| Order 4711 has not arrived. Wants to talk to Kerttu. \
| Beställning 4711 har inte kommit. Vill tala med Kerttu.
Lasku kahdessa erässä, Jalmari tietää. | Invoice in two instalments, Jalmari knows. \
| Faktura i två rater, Jalmari vet.
Uusi yhteyshenkilö perjantaista alkaen. | A new contact person from Friday on. \
| Ny kontaktperson från och med fredag."""

_KNOWN = {parts[0]: parts for parts in (line.split(" | ") for line in _WORDS.split("\n"))}


def said_in(language: str, words: str) -> str:
    """The sample company's words in this language; in Finnish for a language that it does not speak."""
    return _KNOWN[words][_PLACES.get(language, 0)]
