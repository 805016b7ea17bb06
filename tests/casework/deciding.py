"""From a determined case to an issued decision, for tests that begin where one stands there."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from casework import Case, Move, NewParty, assign, change_state, determine, find, state
from casework.deciding import (
    SECTIONS,
    Concluding,
    Decision,
    Reviewing,
    conclude,
    confirm_law,
    declare,
    draft,
    issue,
    newest_decision,
    proposals,
    review,
    to_read,
    write,
)
from demo_sample import kind as sample_kind
from engine import Determination
from keeping import Committee, DecidedBy, Kept, Member, determinations
from people import Actor
from tests.casework.office import (
    LARKMERE,
    NOON,
    RULES,
    TODAY,
    Office,
    appeal,
    rules,
    sayings,
)

SERIES = "SAMPLE"
PARTIES = (
    NewParty("applicant", "Wrenlow Pharmacy Limited", False, "FXX01", "1 High Street\nLarkmere"),
    NewParty("appellant", "Wrenlow Pharmacy Limited", False, "FXX01", "1 High Street\nLarkmere"),
    NewParty("commissioner", "East Larkshire Integrated Care Board", False, "QEL", "appeals@eastlarkshire.example"),
)
COMMITTEE = Committee(
    "The Pharmacy Appeals Committee",
    tuple(Member(name, no_interest=True) for name in ("R. Adeyemi", "J. Okafor", "S. Lindqvist")),
    2,
)
READ_IN = "legislation.gov.uk, as at the day of the decision under appeal"


_MADE: dict[str, Determination] = {}


def live(connection: Connection, kept: Kept) -> Determination:
    """A determination made again, with the rule sets in use; once, since what is kept never changes but to go."""
    if kept.id not in _MADE or kept.canonical is None:
        _MADE[kept.id] = determinations.again(connection, kept.id, Path("unused"), rules()[kept.rule_set])
    return _MADE[kept.id]


def determined(office: Office, officer: Actor, kind: str = "invented", name: str = "larkmere-grant") -> Case:
    """A sample appeal, received, stated and determined, which stands at determined."""
    told = appeal(kind, name)
    kind_of, title, put_to = sample_kind(told).id, told["title"][:200], tuple(told["rule_sets"])
    new = replace(LARKMERE, kind=kind_of, title=title, rule_sets=put_to, parties=PARTIES)
    here = office.received(officer, new)
    office.does(assign, officer, here, officer.id)
    with office.database.writing() as connection:
        version = find(connection, officer, here.id).version
        state(connection, NOON, officer, here.id, sayings(told), rules(), version)
        determine(connection, NOON, officer, here.id, rules(), RULES, version + 1)
    for to in ("admissible", "determined"):
        office.does(change_state, officer, here, Move(to, TODAY, ""))
    return office.case(officer, here.id)


def does(office: Office, act: Callable[..., Any], actor: Actor, here: Case, *said: Any, now: Any = NOON) -> Decision:
    """Do something to the draft of a case; the decision as it then is."""
    office.does(act, actor, here, *said, now=now)
    return decision(office, here)


def decision(office: Office, here: Case) -> Decision:
    """The newest decision of a case."""
    with office.database.reading() as connection:
        found = newest_decision(connection, here)
    assert found is not None
    return found


def drafted(office: Office, officer: Actor, here: Case) -> Decision:
    """A draft with all that one person can give it: who decided, a whole text, interests, and the law read."""
    made = does(office, draft, officer, here, live)
    disposal, final = made.conclusion.disposal, made.conclusion.final
    asked = Concluding(disposal or "dismiss", final or "none", DecidedBy("", committee=COMMITTEE))
    made = does(office, conclude, officer, here, asked)
    empty = {each.id: "The Committee so found." for each in SECTIONS if not made.text.sections[each.id].strip()}
    if empty:
        does(office, write, officer, here, empty)
    office.does(declare, officer, here, False, "")
    return reads_law(office, officer, here)


def reads_law(office: Office, actor: Actor, here: Case) -> Decision:
    """Somebody reads all the law that the draft of a case rests on."""
    made = decision(office, here)
    with office.database.writing() as connection:
        offered = to_read(connection, made, proposals(connection, made, live))
        chosen = [(each.rule_set.id, each.provision.id, each.fingerprint) for each in offered if not each.read]
        if chosen:
            confirm_law(connection, NOON, actor, chosen, READ_IN, offered)
    return made


def reviewed(office: Office, officer: Actor, reviewer: Actor, here: Case) -> Decision:
    """A draft that somebody else has approved."""
    drafted(office, officer, here)
    return approved(office, officer, reviewer, here)


def approved(office: Office, officer: Actor, reviewer: Actor, here: Case) -> Decision:
    """The draft of a case, approved by somebody who declares that they have no interest; its law is read."""
    reads_law(office, officer, here)
    office.does(declare, reviewer, here, False, "")
    return does(office, review, reviewer, here, Reviewing(True, "", decision(office, here).content))


def issued(office: Office, officer: Actor, reviewer: Actor, here: Case, now: Any = NOON) -> Decision:
    """An issued decision; the case is decided."""
    reviewed(office, officer, reviewer, here)
    return does(office, issue, officer, here, SERIES, live, now=now)


def finished(office: Office, officer: Actor, reviewer: Actor, here: Case, now: Any = NOON) -> Decision:
    """An issued decision of a case that has a draft and whose people declared before; the case is decided."""
    concluded = decision(office, here).conclusion
    asked = Concluding(concluded.disposal, concluded.final, DecidedBy("", committee=COMMITTEE))
    does(office, conclude, officer, here, asked)
    reads_law(office, officer, here)
    does(office, review, reviewer, here, Reviewing(True, "", decision(office, here).content))
    return does(office, issue, officer, here, SERIES, live, now=now)
