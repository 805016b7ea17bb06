"""The interview, one thing at a time: a fact or a judgement is asked, answered, corrected and taken back.

Whoever may record judgements may send an answer here; that a fact is an officer's to state is for casework to see to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

import casework
from casework import Case, NotFound
from evidence import ImportRefused
from keeping import Item, Saying, Stated, evidence_items, statements
from web import loaded
from web.desk import answer_form, deciding, record_files, sending
from web.desk.addresses import Address
from web.desk.asked import Asked, asked_here, asked_of, barrier, rule_sets_of
from web.desk.case_frame import names_of, opening
from web.desk.said import in_words
from web.desk.sending import Places, typed
from web.desk.signed_in import act, actor
from web.desk.similar import similar_to
from web.office import now, office
from web.pages import reading
from web.pages.typed_values import Typed

WHY = "why"  # the field in which it is said why something is taken back


@dataclass(frozen=True, slots=True)
class _Found:
    """What is read of a case for one question."""

    asked: Asked
    standing: tuple[Stated, ...]
    items: tuple[Item, ...]
    names: Mapping[str, str]
    notices: Mapping[str, str]

    @property
    def stated(self) -> Stated | None:
        """What stands of it."""
        return next((each for each in self.standing if each.name == self.asked.name), None)


def question(id: str, name: str) -> str:
    """One question, with what stands of it, why it is asked, and the fields of its answer."""
    return page(id, name, None)


def answer(id: str, name: str) -> ResponseReturnValue:
    """Store an answer, and go on: to what is asked next, or back to the list."""
    expected, sent = sending.expected(), request.form

    def work(connection: Any) -> str:
        asked, stated = _asked(connection, id, name)
        if asked.records is not None or asked.bridge:
            raise NotFound
        return _stored(connection, id, answer_form.saying_of(asked, sent, stated), expected)

    return sending.sent(work, lambda errors: page(id, name, sent, errors))


def answer_with_records(id: str, name: str) -> ResponseReturnValue:
    """Store the rows of a file as the answer to a table."""
    expected, sent = sending.expected(), request.form
    with office().private.reading() as connection:
        asked, stated = _asked(connection, id, name)
    if asked.records is None:
        raise NotFound
    try:
        saying, told = record_files.saying_of(asked, asked.records, sent, request.files.get("file"), stated)
    except ImportRefused as refused:
        return page(id, name, sent, {}, refused), 422

    def work(connection: Any) -> str:
        to = _stored(connection, id, saying, expected)
        return url_for("desk.interview_page", id=id, done=told, rows=name) if told else to

    return sending.sent(work, lambda errors: page(id, name, sent, errors))


def take_back(id: str, name: str) -> ResponseReturnValue:
    """Take back what stands of a fact or a judgement: nothing is stated of it then, and the history keeps why."""
    expected, why = sending.expected(), typed(WHY)

    def work(connection: Any) -> str:
        asked, _ = _asked(connection, id, name)
        saying = Saying(asked.sort, name, None, correction=why)
        casework.state(connection, now(), actor(), id, [saying], loaded().rule_sets, expected)
        return url_for("desk.interview_page", id=id, done="taken-back")

    def again(errors: Places) -> str:
        at_why = {(WHY if place.endswith(".correction") else place): told for place, told in errors.items()}
        return page(id, name, None, at_why)

    return sending.sent(work, again)


def _asked(connection: Any, id: str, name: str) -> tuple[Asked, Stated | None]:
    """What is asked under a name, and what stands of it. Raises NotFound where this case asks for no such thing."""
    found = casework.seen(connection, actor(), act(), id)
    stands = statements.standing(connection, found.id)
    return asked_here(found, name), next((each for each in stands if each.name == name), None)


def _stored(connection: Any, id: str, saying: Saying, expected: int) -> str:
    """Where to go on after the answer is stored."""
    casework.state(connection, now(), actor(), id, [saying], loaded().rule_sets, expected)
    if request.form.get("then") == "next":
        return url_for("desk.next_question", id=id, name=saying.name)
    return url_for("desk.interview_page", id=id, done="answered")


def _look(connection: Any, case: Case, name: str) -> _Found:
    standing = statements.standing(connection, case.id)
    items = evidence_items.of_case(connection, case.id)
    names, asked = names_of(connection, (each.by for each in standing)), asked_here(case, name)
    notices = casework.days_of_notices(connection, case) if asked.is_a_day else {}
    return _Found(asked, standing, items, names, notices)


def page(
    id: str, name: str, sent: Typed | None, errors: Places | None = None, refused: ImportRefused | None = None
) -> str:
    """The page of a question: as it stands, or with what was sent and what is wrong."""
    opened, found = opening(id, name, lambda connection, case: _look(connection, case, name))
    asked, stated = found.asked, found.stated
    if asked.judgement and "judgement.read" not in opened.may:
        raise NotFound
    filled, sat = (sent, "") if sent is not None else _filled(found)
    every = asked_of(rule_sets_of(opened.case))
    return render_template(
        "desk/question.html", opened=opened, asked=asked, stated=stated, typed=filled, files=refused,
        errors=answer_form.at_fields(asked, filled, errors or {}) | record_files.errors_of(refused),
        barrier=barrier(opened, asked), said=in_words(asked, stated) if stated else None, who=found.names,
        items=found.items, notices=found.notices, reasons=reading.reasons(asked.rule_set, asked.names),
        questions=reading.questions_of(asked.rule_set, asked.names), sat=every[sat].ask if sat in every else "",
        rows=deciding.rows_for(filled, f"{asked.place}.decided_by"), largest=record_files.LARGEST_FILE // 1_000_000,
        rule_sets=loaded().rule_sets, sent=sent is not None, alike=similar_to(opened.case) if asked.judgement else (),
    )  # fmt: skip


def _filled(found: _Found) -> tuple[Typed, str]:
    """The form as it is opened, and on which judgement the Committee sat that is typed into it."""
    filled = answer_form.typed_of(found.asked, found.stated)
    sat = ""
    if found.stated is None and found.asked.judgement:
        sat = answer_form.type_who(filled, found.asked, actor().name, found.standing)
    return filled if WHY not in request.form else MultiDict([*filled.items(multi=True), (WHY, typed(WHY))]), sat


ADDRESSES = (
    Address("/cases/<id>/interview/<name>", question, "fact.read"),
    Address("/cases/<id>/interview/<name>", answer, "judgement.state", "POST"),
    Address("/cases/<id>/interview/<name>/taken-back", take_back, "judgement.state", "POST"),
    Address(
        "/cases/<id>/interview/<name>/records", answer_with_records, "fact.state", "POST",
        record_files.LARGEST_FILE + 1_000_000,
    ),
)  # fmt: skip
