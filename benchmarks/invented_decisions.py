"""Invented decisions in any number, always the same: with names, places and law as often as decisions have them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, product
from random import Random

from documents import (
    AnswerGiven,
    ConditionFound,
    DecisionRecord,
    FactStated,
    PartyNamed,
    ProvisionApplied,
    Said,
    SectionSaid,
)

RULE_SET = "pharmacy/market-entry"
_SEED = 20261126
_FIRST, _LAST = date(2013, 9, 2), date(2026, 10, 30)

_TOWNS = tuple(
    first + last
    for first, last in product(
        ("Lark", "Fern", "Ost", "Mire", "Colder", "Thistle", "Gren", "Hex", "Pel", "Rush", "Salt", "Sker", "Tarn",
         "Wether",
         "Under", "Dun", "Eller", "Ash", "Birk", "Cold"),
        ("mere", "wick", "field", "beck", "ford", "holt", "moor", "combe", "garth", "low", "bury", "stead"),
    )
)  # fmt: skip
_OWNERS = ("Larkmere", "Willow", "Rowan", "Alder", "Medicine Chest", "Well Street", "Hawthorn", "Kingfisher", "Harbour",
           "Greenway", "Orchard", "Juniper", "Beacon", "Station Road", "Priory", "Abbey")  # fmt: skip
_REGIONS = (
    "Herefordshire and Worcestershire", "Cheshire and Merseyside", "Greater Manchester", "Kent and Medway", "Devon",
    "Norfolk and Waveney", "Lincolnshire", "North East London", "South West London", "Black Country", "Dorset",
    "Derby and Derbyshire", "Cornwall and the Isles of Scilly", "Sussex", "West Yorkshire",
    "Shropshire, Telford and Wrekin",
)  # fmt: skip
_KINDS = (("routine", "Routine application"), ("excepted", "Excepted application"), ("fitness", "Fitness to practise"),
          ("relocation", "Relocation that does not result in significant change"),
          ("dispensing", "Dispensing doctors"))  # fmt: skip
_PROVISIONS = (
    ("reg-18-1-unforeseen-benefits", "reg. 18(1)", "Unforeseen benefits"),
    ("reg-18-2-b-significant-benefits", "reg. 18(2)(b)", "Significant benefits"),
    ("reg-22-1-must-refuse", "reg. 22(1)", "Nothing to rest on"),
    ("reg-24-1-no-significant-change", "reg. 24(1)", "Relocations"),
    ("reg-25-distance-selling", "reg. 25", "Distance selling premises"),
    ("reg-31-same-services", "reg. 31", "Same or adjacent premises"),
    ("reg-36-controlled-locality", "reg. 36", "Controlled localities"),
    ("reg-41-reserved-location", "reg. 41", "Reserved locations"),
    ("reg-44-prejudice", "reg. 44", "Prejudice to services"),
    ("reg-48-dispensing-doctors", "reg. 48", "Outline consent"),
)
_SENTENCES = (
    "The Applicant applied to provide pharmaceutical services from {street}, {town}.",
    "The commissioner refused the application because the needs assessment of {year} identified no gap in {town}.",
    "There is no pharmacy within {number} km of the proposed premises, and the bus to {other} runs every hour.",
    "The surgery in {other} dispenses to patients who live more than 1.6 km from a pharmacy.",
    "Opening hours on Saturdays and Sundays would be longer than those of the existing contractors in {town}.",
    "The Committee was not satisfied that granting the application would confer significant benefits.",
    "People who share a protected characteristic have reasonable access to services in {other}.",
    "The premises are adjacent to those of {owner} Pharmacy, whose listed services are the same.",
    "Distance selling premises must offer essential services without face to face contact.",
    "The controlled locality was determined in {year}, and no substantial change has occurred since.",
    "The relocation is over {number} hundred metres, and no patient groups would find new premises less accessible.",
    "The breach notice concerned opening hours that were not kept on {number} days.",
    "The Committee considered the letters of the Local Pharmaceutical Committee and of {owner} Pharmacy.",
    "The appeal is allowed, the decision of the commissioner is quashed and the matter is redetermined.",
    "A condition was imposed that the superintendent pharmacist completes further training in safeguarding.",
)  # fmt: skip
_OUTCOMES = (("refuse", "The application is refused"), ("grant", "The application is granted"),
             ("defer", "The application is deferred"))  # fmt: skip
_DISPOSALS = (("confirm", "The commissioner’s decision is confirmed"),
              ("quash_and_redetermine", "The decision is quashed, and the matter is decided afresh"),
              ("quash_and_remit", "The decision is quashed, and the matter goes back"),
              ("dismiss", "The appeal is dismissed"))  # fmt: skip


@dataclass(frozen=True)
class _Words:
    """Words that only fill, the first of them often and the last hardly ever, as in any language."""

    each: tuple[str, ...]
    weights: tuple[float, ...]


def invented(many: int) -> Iterator[DecisionRecord]:
    """So many decisions, the same each time; more of them begin with the same."""
    chance = Random(_SEED)
    words = _words()
    for number in range(1, many + 1):
        yield _decision(chance, words, number)


def _words() -> _Words:
    parts = ("ba", "cor", "den", "fel", "gor", "hin", "jas", "lum", "mor", "nit", "pol", "quin", "ros", "sil", "tam",
             "vex", "wil", "zor", "bra", "cle", "dro", "fli", "gru", "plen", "stra")  # fmt: skip
    each = tuple("".join(made) for made in product(parts, repeat=3))
    return _Words(each, tuple(accumulate(1 / (place + 3) for place in range(len(each)))))


def _decision(chance: Random, words: _Words, number: int) -> DecisionRecord:
    decided = _FIRST + timedelta(days=chance.randrange((_LAST - _FIRST).days))
    town, owner, region = chance.choice(_TOWNS), chance.choice(_OWNERS), chance.choice(_REGIONS)
    kind, final = chance.choice(_KINDS), chance.choices(_OUTCOMES, (70, 25, 5))[0]
    disposal, under = chance.choices(_DISPOSALS, (45, 35, 10, 10))[0], chance.choices(_OUTCOMES, (75, 20, 5))[0]
    commissioner = f"NHS {region} Integrated Care Board"
    applied = sorted(chance.sample(range(len(_PROVISIONS)), chance.randint(2, 5)))
    street = f"{chance.randint(1, 99)} {chance.choice(('Mill Lane', 'High Street', 'Station Road', 'Church Walk'))}"
    company = f"{owner} {'Healthcare' if chance.random() < 0.3 else 'Pharmacy'} {town} Ltd"
    return DecisionRecord(
        id=f"d-{hashlib.sha256(f'bench {number}'.encode()).hexdigest()[:32]}",
        version=1,
        reference=f"BENCH/{decided.year}/{number:06}",
        title=f"Application by {company} for {kind[1].lower()} at {street}, {town}",
        summary=f"{final[1]}. It concerned {street}, {town}, in the area of {commissioner}.",
        determined="elsewhere" if chance.random() < 0.3 else "here",
        area="pharmacy",
        kind=Said(*kind),
        service="NHS Resolution, Primary Care Appeals",
        decided_on=decided.isoformat(),
        year=decided.year,
        published_on=_LAST,
        disposal=Said(*disposal),
        final=Said(*final),
        under_appeal=Said(*under),
        commissioner=commissioner,
        parties=(PartyNamed("Appellant", company), PartyNamed("Commissioner", commissioner)),
        decided_by=("Committee: A. Chair (chair), B. Member and C. Member",),
        sections=tuple(_sections(chance, words, town, street)),
        answers=(AnswerGiven(RULE_SET, "final", "Is it granted?", final[0], final[0], final[1]),),
        departures=(),
        facts=(FactStated("offers_improvements", "Does it offer improvements?", chance.random() < 0.5, "Said"),),
        applied=tuple(_applied(chance, place) for place in applied),
        findings=tuple(
            ConditionFound(RULE_SET, _PROVISIONS[place][0], "c1", "It holds", "met", "1", ("offers_improvements",))
            for place in applied
        ),
        determinations=(),
        does_not_decide=(),
        next_steps=(),
        sample=True,
    )


def _applied(chance: Random, place: int) -> ProvisionApplied:
    id, cited, title = _PROVISIONS[place]
    status = chance.choice(("met", "not_met"))
    return ProvisionApplied(RULE_SET, id, cited, title, "", status, f"{title}: what the provision asks for holds")


def _sections(chance: Random, words: _Words, town: str, street: str) -> Iterator[SectionSaid]:
    for id, title in (("background", "Background"), ("submissions", "Submissions"), ("reasons", "Reasons")):
        said = []
        for sentence in chance.sample(_SENTENCES, 4):
            said.append(
                sentence.format(
                    street=street, town=town, other=chance.choice(_TOWNS), owner=chance.choice(_OWNERS),
                    year=chance.randint(2011, 2026), number=chance.randint(2, 30),
                )
            )  # fmt: skip
            said.append(" ".join(chance.choices(words.each, cum_weights=words.weights, k=25)).capitalize() + ".")
        yield SectionSaid(id, title, " ".join(said))
