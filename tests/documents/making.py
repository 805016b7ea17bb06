"""Papers about the invented appeal of Larkmere, with every kind of thing that a paper may hold."""

from dataclasses import replace
from datetime import date

from documents import (
    Answered,
    Correction,
    DecisionPaper,
    DepartedFrom,
    LawCited,
    LetterPaper,
    Part,
    RestsOn,
    SlipPaper,
)

MARKET_ENTRY = "National Health Service (Pharmaceutical and Local Pharmaceutical Services) Regulations 2013"
_SITE = "https://www.legislation.gov.uk/uksi/2013/349"

APPLICATION = f"""\
This is an appeal about an application for a pharmacy, PHA/2024/0117, which was received on 3 April 2024.

- Applicant and appellant: Wrenlow Pharmacy Limited
- Commissioner: East Larkshire Integrated Care Board
- Notified party: Fen Street Chemists

Wrenlow Pharmacy Limited applied to open a pharmacy at **Unit 4, The Square, Larkmere Garden Village**. The
commissioner refused the application on 12 March 2024. Its [letter of refusal]({_SITE}) says:

> The needs assessment of October 2022 identifies no gap in Larkmere.
> It was written before the first homes were occupied.

The appeal was made within 30 days of the notice."""

FINDINGS = """\
### Is regulation 31 in the way?

No listed services are provided from the premises, or from adjacent premises. Regulation 31(2)(a) is not met, and the
application is not to be refused under it.

### Would there be significant benefits?

The Committee considered each matter in regulation 18(2)(b):

1. whether there is already *reasonable choice*;
2. whether people who share a protected characteristic have needs that are difficult to meet;
3. whether the approach is innovative:
    - it is not,
    - and nothing turns on that.

#### How far people travel

| From | To the nearest pharmacy | By bus |
| --- | --- | --- |
| The Square | 3.4 km | none on Sundays |
| North Gate | 4.1 km | one each hour |

The Committee was satisfied that people in the 1,400 homes, **many of them without a car**, do not have reasonable
choice."""

_THREE_REASONS = """\
The settlement was not foreseen. The needs assessment says that none was planned before 2025, and the first homes were
occupied in November 2022.

Fen Street Chemists said that it delivers to every home in Larkmere within the day. The Committee accepts that. A
delivery is no pharmacy within reach: advice, supervised consumption and the services for minor illness are given in
person, and the surgery in Larkmere has no dispensary.

The Committee gave weight to what the parish council wrote, since it had asked 212 households. It gave none to the
petition, which does not say what those who signed it were told.

"""
REASONS = _THREE_REASONS * 2

DISSENT = """\
I would have confirmed the decision. The nearest pharmacy is 3.4 km away by a road with a footway, it opens on six \
days, and nobody showed that it cannot cope.
A new settlement is not by itself a benefit."""

READ = "Rosalind Okafor (the Blue Book, 3rd edition)"

CORRECTED = Correction(
    1, "3.4 km from the Square to Fen Street", "3.1 km from the Square to Fen Street",
    "The map in the bundle says 3.1 km; the figure was copied wrongly.", date(2026, 12, 3),
)  # fmt: skip

_COURT = """\
Only the High Court can change it, by judicial review. Whoever wants to ask the Court should take legal advice at \
once: a claim is made promptly, and in any event within three months (Civil Procedure Rules, rule 54.5(1))."""
NEXT = ("This decision is final. There is no further appeal to us, and we cannot change it.", _COURT)

DECISION = DecisionPaper(
    reference="SAMPLE/2026/7",
    case_reference="PHA/2024/0117",
    kind="Appeal about an application for a pharmacy",
    title="A new pharmacy for Larkmere Garden Village",
    decided_on=date(2026, 11, 26),
    disposal="The commissioner’s decision is quashed, and the matter is decided afresh",
    final="The application is granted",
    answers=(
        Answered("Is the appeal valid?", "Within jurisdiction", "It was made in time and gives its grounds"),
        Answered(
            "Must the application be granted?", "Grant", "Significant benefits that were not foreseen", "Refuse",
        ),
        Answered("What becomes of the commissioner’s decision?", "Quash and redetermine"),
    ),
    parties=(
        ("Applicant and appellant", "Wrenlow Pharmacy Limited"),
        ("Commissioner", "East Larkshire Integrated Care Board"),
        ("Notified party", "Fen Street Chemists (Siân Ŵyn & Co.)"),
    ),
    decided_by=(
        "Pharmacy Appeals Committee: Dr Aled Hughes, Rosalind Okafor and Martin Pell (quorum: 2)",
        "Imogen Shaw withdrew, having declared an interest",
        f"Martin Pell dissented: {DISSENT}",
    ),
    parts=(
        Part("application", "The application and the appeal", APPLICATION),
        Part("law", "The law", f"{MARKET_ENTRY}, as at 1 May 2024: regulations 18, 22, 31 and 65."),
        Part("findings", "Findings", FINDINGS),
        Part("reasons", "Reasons", REASONS),
        Part("disposal", "Disposal", "The decision is quashed. On redetermination the application is granted."),
    ),
    departures=(
        DepartedFrom(
            "Granting it would secure improvements, or better access (regulation 18(1)(a))", "not met", "met",
            "The proposal took the needs assessment to speak of Larkmere. It speaks of the parish as it was before the "
            "village was built.\nThe letter of the planning authority shows that.",
        ),
    ),
    law=(
        LawCited("regulation 18(1)", "Unforeseen benefits applications", f"{_SITE}/regulation/18", READ),
        LawCited("regulation 22(1)", "What must be granted, and what must be refused", f"{_SITE}/regulation/22"),
        LawCited("regulation 31", "Refusal: same or adjacent premises", f"{_SITE}/regulation/31"),
    ),
    rests_on=(
        RestsOn("Pharmacy market entry", "pharmacy/market-entry", "9f2b" * 16, "04ce" * 16, "1 May 2024"),
        RestsOn("Appeals and their procedure", "pharmacy/appeal-procedure", "77a1" * 16, "e3d0" * 16, "1 May 2024"),
    ),
    next_steps=NEXT,
    supersedes="SAMPLE/2025/3",
    superseded_by="SAMPLE/2027/1",
    corrections=(CORRECTED,),
    sample=True,
)  # fmt: skip

DRAFT = replace(
    DECISION, reference="", decided_on=None, disposal="", final="", decided_by=(), corrections=(), superseded_by="",
    parts=(Part("law", "The law", ""),), departures=(), law=(), rests_on=(), next_steps=(), parties=(), answers=(),
    supersedes="", sample=False,
)  # fmt: skip

LETTER = LetterPaper(
    to_name="Wrenlow Pharmacy Limited",
    to_role="Applicant and appellant",
    to_address="The Old Dairy\nMill Lane\nLarkmere\nLK4 2QT",
    dated=date(2026, 11, 27),
    how="by post",
    reference=DECISION.reference,
    case_reference=DECISION.case_reference,
    title=DECISION.title,
    disposal=DECISION.disposal,
    final=DECISION.final,
    opening="I enclose our decision on the appeal.\n\n# What you asked\n\nIts reasons answer your letter of *2 May*.",
    told=("Commissioner: East Larkshire Integrated Care Board", "Notified party: Fen Street Chemists"),
    next_steps=NEXT,
    signed_by="Rosalind Okafor",
    corrections=(CORRECTED,),
    sample=True,
)

SLIP = SlipPaper(DECISION.reference, DECISION.case_reference, DECISION.title, CORRECTED, sample=True)


def typed(text: str) -> list[str]:
    """The words of a text, without the signs that say how they are set."""
    kept = (line.strip(" >-#|") for line in text.splitlines())
    return [word for line in kept for word in line.replace("*", "").split() if word.isalpha()]
