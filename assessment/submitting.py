"""Submitting: what four people signed goes out in time, against a receipt; what is late is refused, the rule quoted.

By when, the scheme's conditions of that year say, and they are asked about this moment as a clock in London shows it.
Each year has a rule set of its own for them, found by the instrument that both name: where there is none, nothing is
guessed. What was signed on an earlier day is assessed once more as on this one, since time limits run: it goes out only
where it stands as it was frozen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select

from assessment.again import NotTheSame, made_on
from assessment.assessing import SCHEME, rule_set_of
from assessment.change import begin, carry_out, note
from assessment.errors import AssessmentRefused
from assessment.freezing import Snapshot, newest
from assessment.held import SUBMITTED, Held
from assessment.model import Assessed
from assessment.refusing import refuse
from assessment.signing import NO_SNAPSHOT, ROLES, frozen_faults, next_role, signatures
from engine import Fault, RuleSet, day, determine_case
from keeping.numbers import next_reference
from keeping.texts import today
from people import Actor
from storage import assessment_submission, new_key

ACT = "assessment.submit"
CONDITIONS = f"{SCHEME}/scheme-conditions"
IN_TIME, RECEIVED = "c2-declaration-in-time", "declaration_received_at"
LONDON = ZoneInfo("Europe/London")
_SERIES = "RECEIPT"
_FROM_MEMORY = " This rule is from memory and was not checked against the published document."
_ANEW = "Freeze it anew, and have that signed"
_STANDS = {"met": "met", "not_met": "not met", "not_shown": "not yet shown"}
_CHECKED = {"published_text": "", "construed": " How it applies here is the reading of those who made these rules."}


@dataclass(frozen=True, slots=True)
class Submission:
    """A declaration that was received: which hash, when, and the number of its receipt."""

    receipt: str
    snapshot_id: str
    sha256: str
    received_at: datetime
    by: str

    @property
    def received_in_london(self) -> str:
        """The moment as a clock in London showed it: ``12:00:00 on 3 March 2026``."""
        return london(self.received_at)


@dataclass(frozen=True, slots=True)
class Looked:
    """That a snapshot stands on a day as it was frozen: every action of every site, and the verdict."""

    snapshot_id: str
    on_day: date


def look(  # noqa: PLR0913, PLR0917  # an act: who, when, where, what, by which rules, on which version
    connection: Connection,
    now: datetime,
    actor: Actor,
    assessment_id: str,
    sha256: str,
    rule_sets: Mapping[str, RuleSet],
    expected: int,
    within: Path | None = None,
) -> Looked:
    """Whether what was signed still stands so, to be told to ``submit``: time limits may have run since it was frozen.

    It takes longer than receiving it and stores nothing, so it may be asked on a connection of its own before. Rules
    that are in use no more lie in a folder (in ``within``) meanwhile. Raises all that ``submit`` raises.
    """
    held, snapshot = _signed(connection, now, actor, assessment_id, sha256, rule_sets, expected)
    refuse(_otherwise(connection, held, snapshot, rule_sets, today(now), within))
    return Looked(snapshot.id, today(now))


def submit(  # noqa: PLR0913, PLR0917  # an act: who, when, where, what, by which rules, on which version
    connection: Connection,
    now: datetime,
    actor: Actor,
    assessment_id: str,
    sha256: str,
    rule_sets: Mapping[str, RuleSet],
    expected: int,
    looked: Looked | None = None,
) -> Held:
    """Receive what was signed under this hash. What was ``looked`` at on this very day is not worked out once more.

    Raises NotFound, NotAllowed, Stale; AssessmentRefused, also where it is late, or would stand otherwise today.
    """
    held, snapshot = _signed(connection, now, actor, assessment_id, sha256, rule_sets, expected)
    if looked != Looked(snapshot.id, today(now)):
        refuse(_otherwise(connection, held, snapshot, rule_sets, today(now), None))
    changed = carry_out(connection, held, state=SUBMITTED)
    receipt = next_reference(connection, _SERIES, today(now).year)
    row = {
        "id": new_key(), "assessment_id": held.id, "snapshot_id": snapshot.id, "receipt": receipt, "sha256": sha256,
        "received_at": now, "by": actor.id,
    }  # fmt: skip
    connection.execute(insert(assessment_submission).values(row))
    about = {"snapshot_id": row["snapshot_id"], "reference": receipt, "content": sha256}
    note(connection, now, actor, "assessment.submitted", held, about)
    return changed


def submissions(connection: Connection, assessment_id: str) -> tuple[Submission, ...]:
    """Every declaration that was received, the oldest first: the last is the one that counts."""
    table = assessment_submission
    wanted = select(table).where(table.c.assessment_id == assessment_id).order_by(table.c.received_at, table.c.receipt)
    return tuple(
        Submission(row.receipt, row.snapshot_id, row.sha256, row.received_at, row.by)
        for row in connection.execute(wanted)
    )


def late_faults(rule_sets: Mapping[str, RuleSet], year: str, now: datetime) -> Iterator[Fault]:
    """Why a declaration of a year that comes now is not looked at; nothing where it is in time."""
    conditions = conditions_of_year(rule_sets, year)
    if conditions is None:
        told = f"by when a declaration of {year} is due is not encoded, so none is taken here: no year is guessed"
        yield Fault("", told)
        return
    on_day, begins = today(now), conditions.covers_from
    if on_day < begins:
        told = f"{year} begins on {day(begins)}: no declaration of it is taken before"
        yield Fault("", f"It is {london(now)}, in London, and {told}")
        return
    stated = {RECEIVED: {"value": _to_the_minute(now), "source": "the clock of this service"}}
    case = {"rule_sets": [conditions.id], "facts": stated, "as_at": on_day.isoformat()}
    (found,) = determine_case({conditions.id: conditions}, case)
    stands = next(each for each in found.provisions if each.id == IN_TIME)
    if stands.status != "met":
        yield Fault("", f"It is {london(now)}, in London, and this is late. {_rule(conditions)}")


def conditions_of_year(rule_sets: Mapping[str, RuleSet], year: str) -> RuleSet | None:
    """The conditions of a year: those of its own instrument. None where they are not encoded.

    AssessmentRefused where there is no such year.
    """
    of_year = rule_set_of(rule_sets, year).instrument["id"]
    among = (each for id, each in rule_sets.items() if id.startswith(CONDITIONS))
    return next((each for each in among if each.instrument["id"] == of_year), None)


def london(moment: datetime) -> str:
    """A moment as a clock in London shows it."""
    shown = moment.astimezone(LONDON)
    return f"{shown:%H:%M:%S} on {day(shown.date())}"


def _signed(
    connection: Connection,
    now: datetime,
    actor: Actor,
    assessment_id: str,
    sha256: str,
    rule_sets: Mapping[str, RuleSet],
    expected: int,
) -> tuple[Held, Snapshot]:
    """The assessment, and its snapshot that all four signed and that comes in time. Raises as ``submit`` does."""
    held = begin(connection, actor, ACT, assessment_id, expected)
    snapshot = newest(connection, held.id)
    if snapshot is None:
        raise AssessmentRefused([Fault("/sha256", NO_SNAPSHOT)])
    refuse(frozen_faults(snapshot, sha256))
    if turn := next_role(signatures(connection, snapshot.id)):
        refuse([Fault("/sha256", f"not everybody has signed: the {ROLES[turn]} signs next")])
    refuse(_again(connection, held, sha256))
    refuse(late_faults(rule_sets, held.year, now))
    return held, snapshot


def _otherwise(
    connection: Connection,
    held: Held,
    snapshot: Snapshot,
    rule_sets: Mapping[str, RuleSet],
    on_day: date,
    within: Path | None,
) -> Iterator[Fault]:
    """What stands otherwise on a day than it was frozen, in one fault; of the day on which it was frozen, nothing."""
    if snapshot.as_at == on_day:
        return
    try:
        found = made_on(connection, held, snapshot, rule_sets, on_day, within).assessed
    except NotTheSame as stopped:
        told = f"whether it still stands as it was frozen on {day(snapshot.as_at)} cannot be looked at"
        yield Fault("/sha256", f"{told}. {stopped} {_ANEW}")
        return
    when = f"when it was frozen on {day(snapshot.as_at)}"
    changes = [f"{what}: {_STANDS[was]} {when}, {_STANDS[by]} today" for what, was, by in _changes(snapshot, found)]
    if changes:
        yield Fault("/sha256", f"{'; '.join(changes)}. {_ANEW}")


def _changes(snapshot: Snapshot, found: Assessed) -> Iterator[tuple[str, str, str]]:
    """What stands otherwise, how it was frozen, and how it stands."""
    frozen = snapshot.frozen
    was = {each["site"]: each["actions"] for each in frozen["found"]}
    for each in found.sites:
        for action in each.actions:
            before = was[each.site.code][action.id]
            if action.stands != before:
                yield f"{each.site.name}, safety action {action.number}", before, action.stands
    if found.stands != frozen["stands"]:
        yield "all ten safety actions at every site", frozen["stands"], found.stands


def _again(connection: Connection, held: Held, sha256: str) -> Iterator[Fault]:
    for each in submissions(connection, held.id):
        if each.sha256 == sha256:
            told = f"this was received at {each.received_in_london}; its receipt is {each.receipt}"
            yield Fault("/sha256", f"{told}: nothing more is needed")


def _to_the_minute(moment: datetime) -> str:
    """The London time as the rules take it: where seconds have passed, the next minute."""
    shown = moment.astimezone(LONDON)
    whole = shown.replace(second=0, microsecond=0)
    return f"{whole if whole == shown else whole + timedelta(minutes=1):%Y-%m-%d %H:%M}"


def _rule(conditions: RuleSet) -> str:
    """The rule in the words of the rule set, where it stands, and how it was checked."""
    provision = conditions.provisions[IN_TIME]
    version = provision.versions[0]
    how = version.checked.how if version.checked else "recalled"
    return f"{version.summary} ({provision.citation.provision}).{_CHECKED.get(how, _FROM_MEMORY)}"
