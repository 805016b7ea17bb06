"""Letters: one to each party with an issued decision, each with who was told, when and how."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, select

import documents
import people
from casework.deciding.matter import of_issued, on_the_matter
from casework.deciding.model import Decision
from casework.deciding.next_steps import next_steps
from casework.deciding.paper import SAMPLE, correction_of, of_law, service_of
from casework.deciding.reading import issued_of
from casework.deciding.words import DISPOSALS, said_of_application
from casework.deciding.working import on_issued
from casework.errors import NotFound, refuse
from casework.kinds import KINDS
from casework.model import Case, Notice, Party, Told
from casework.notices import HOW, tell
from casework.rows import parties_of, told_of
from casework.texts import today, words_faults
from documents import LetterPaper
from engine import Fault, day
from engine import words as spaced
from people import Actor
from storage import letter as letter_table


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter to one party. ``said`` goes with it; ``html`` and ``told`` are there once it was sent.

    It is to be sent again where its notice was taken back, or the decision was corrected since; ``earlier`` are those
    that went out before.
    """

    party: Party
    role: str
    said: str
    html: str | None
    sha256: str
    told: Told | None
    earlier: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Sending:
    """That a letter goes to a party, on which day and how: see ``casework.HOW``."""

    party_id: str
    on: date
    how: str


def letters(connection: Connection, found: Case, decision: Decision) -> tuple[Letter, ...]:
    """A letter for each party that is here, in their order; and those that went to parties that left since."""
    wanted = select(letter_table).where(letter_table.c.decision_id == decision.id).order_by(letter_table.c.place)
    rows = connection.execute(wanted).mappings().all()
    stands = {each.id: each for each in told_of(connection, found.id) if each.taken_back_at is None}
    every = parties_of(connection, found.id)
    return tuple(
        each
        for party in every
        if (each := _letter(found, decision, party, [row for row in rows if row["party_id"] == party.id], stands))
    )


def write_letter(
    connection: Connection,
    now: datetime,
    actor: Actor,
    ids: tuple[str, str],
    party_id: str,
    said: str,
    expected: int,
) -> Letter:
    """Write what goes with the letter to a party. ``ids`` of the case and of the decision.

    Raises NotFound, NotAllowed, Stale; CaseRefused where it went out already.
    """
    work = on_issued(connection, now, actor, "letter.write", ids, expected)
    mine = _one(connection, work.found, work.decision, party_id)
    refuse((*_sent(mine), *words_faults("/said", said)))
    about = {"party_id": party_id, "said_hash": said}
    after = work.carry_out(letter_table, "letter.written", about, party_id=party_id, said=said.strip())
    return _one(connection, work.found, after, party_id)


def send_letter(
    connection: Connection,
    now: datetime,
    actor: Actor,
    ids: tuple[str, str],
    notice: Sending,
    expected: int,
) -> Letter:
    """Record that the letter to a party goes out, on which day and how; it is kept as it went, and they are told.

    Raises as ``write_letter`` does, and CaseRefused where the day or the way cannot be.
    """
    work = on_issued(connection, now, actor, "letter.send", ids, expected)
    found, decision = work.found, work.decision
    mine = _one(connection, found, decision, notice.party_id)
    refuse((*_sent(mine), *_early(decision, notice.on)))
    what = f"Correction {len(decision.slips)} of decision" if decision.slips else "Decision"
    asked = Notice(mine.party.id, f"{what} {decision.reference}", notice.on, notice.how)
    told = tell(connection, now, actor, found.id, asked, expected)
    html = documents.letter(_paper(connection, found, decision, mine, told))
    sha256 = hashlib.sha256(html.encode()).hexdigest()
    work.add(letter_table, party_id=mine.party.id, said=mine.said, html=html, sha256=sha256, told_id=told.id)
    work.note("letter.sent", {"party_id": mine.party.id, "told_id": told.id, "content": sha256})
    return _one(connection, found, decision, mine.party.id)


def preview_letter(connection: Connection, found: Case, decision: Decision, party_id: str) -> str:
    """The letter to a party as HTML: as it went out, or as it would. Raises NotFound, also once its time was over."""
    mine = _one(connection, found, decision, party_id)
    if mine.told and mine.html is None:
        raise NotFound
    return mine.html or documents.letter(_paper(connection, found, decision, mine, None))


def _one(connection: Connection, found: Case, decision: Decision, party_id: str) -> Letter:
    for each in letters(connection, found, decision):
        if each.party.id == party_id:
            return each
    raise NotFound


def _letter(
    found: Case, decision: Decision, party: Party, rows: Sequence[RowMapping], stands: dict[str, Told]
) -> Letter | None:
    out = [row for row in rows if row["told_id"] in stands]
    since = decision.slips[-1].at if decision.slips else decision.made_at
    sent = out[-1] if out and out[-1]["at"] >= since else None
    if party.left_at is not None and not out:
        return None
    last = sent or (rows[-1] if rows and not (out and rows[-1] is out[-1]) else None)
    role = KINDS[found.kind].role(party.role)
    return Letter(
        party=party,
        role=role.title if role else spaced(party.role),
        said=(last["said"] or "") if last else _usual(found, decision),
        html=sent["html"] if sent else None,
        sha256=sent["sha256"] if sent else "",
        told=stands[sent["told_id"]] if sent else None,
        earlier=tuple(stands[row["told_id"]] for row in out if row is not sent),
    )


_ABOUT = {"APP": "appeal", "DIS": "dispute", "PER": "case", "MIS": "appeal"}  # by the series of the kind of case


def _usual(found: Case, decision: Decision) -> str:
    if decision.slips:
        return "I enclose a correction of a slip in our decision. What was decided stays as it is."
    if decision.after_deferral:
        return "I enclose our decision. The one that we sent you before left the appeal open."
    if decision.supersedes:
        return "I enclose our decision, which comes in the place of the one that we sent you before."
    return (
        f"I enclose our decision on the {_ABOUT[KINDS[found.kind].series]}. Its reasons stand in the document itself."
    )


def _sent(mine: Letter) -> Iterator[Fault]:
    if mine.told:
        yield Fault("", f"this letter went out on {day(mine.told.on)}. If that was recorded by mistake, take it back")


def _early(decision: Decision, on: date) -> Iterator[Fault]:
    assert decision.issued_at  # noqa: S101  # letters are only of what was issued
    what, at = "decision was issued", decision.issued_at
    if decision.slips:
        what, at = "correction was made", decision.slips[-1].at
    if on < today(at):
        yield Fault("/on", f"the {what} on {day(today(at))}: no letter went out before")


def _also(other: Letter) -> str:
    """Who else is told; where their letter is out already, when and how."""
    told = f", sent {HOW[other.told.how]} on {day(other.told.on)}" if other.told else ""
    return f"{other.role}: {other.party.name}{told}"


def _paper(connection: Connection, found: Case, decision: Decision, mine: Letter, told: Told | None) -> LetterPaper:
    others = [each for each in letters(connection, found, decision) if each.party.id != mine.party.id]
    names = people.names(connection, {decision.issued_by})
    answers = of_issued(issued_of(connection, found, decision.id).canonical)
    concluded = decision.conclusion
    return LetterPaper(
        to_name=mine.party.name,
        to_role=mine.role,
        to_address=mine.party.contact,
        dated=told.on if told else None,
        how=HOW[told.how] if told else "",
        reference=decision.reference,
        case_reference=found.reference,
        title=found.title,
        disposal=DISPOSALS[concluded.disposal],
        final=said_of_application(concluded.disposal, concluded.final),
        opening=mine.said,
        told=tuple(_also(each) for each in others),
        next_steps=next_steps(of_law(found), decision.conclusion.disposal),
        signed_by=names.get(decision.issued_by, ""),
        corrections=tuple(correction_of(each) for each in decision.slips),
        matter=on_the_matter(KINDS[found.kind], concluded.disposal, concluded.final, answers),
        sample=decision.reference.startswith(f"{SAMPLE}/"),
        service=service_of(found),
    )
