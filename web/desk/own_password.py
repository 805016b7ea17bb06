"""Choosing another password, for whoever gives the one that they have: a step of signing in, and of the account."""

from dataclasses import dataclass

from flask import request

import people
from engine import capital
from people import Compared, NewSession, NotSignedIn, PeopleRefused, Person, Session
from web.desk.coming_in import address, status_of
from web.desk.entries import keep, keep_answer
from web.desk.sending import Places
from web.office import now, office

NO_CURRENT = "Type the password that you have now"
NO_NEW = "Choose a new password"
NOT_THE_SAME = "This is not the same as the new password: type both again"


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The password stays as it is; what is wrong, by field."""

    errors: Places
    status: int = 422


def change(session: Session) -> NewSession | Unchanged:
    """Do what the form in hand asks: ``current``, and the new one in ``password`` and ``again``."""
    current, chosen, again = (request.form.get(name, "") for name in ("current", "password", "again"))
    if wrong := _slips(current, chosen, again):
        return Unchanged(wrong)
    with office().private.reading() as connection:
        found = people.by_id(connection, session.actor.id)
    try:
        return _changed(session, found, current, chosen) if found else Unchanged({})
    except PeopleRefused as refused:
        return Unchanged({"password" if refused.where == "password" else "form": capital(refused.message)})


def _slips(current: str, chosen: str, again: str) -> dict[str, str]:
    wrong = {} if current else {"current": NO_CURRENT}
    if not chosen:
        return {**wrong, "password": NO_NEW}
    return wrong if chosen == again else {**wrong, "again": NOT_THE_SAME}


def _changed(session: Session, who: Person, current: str, chosen: str) -> NewSession | Unchanged:
    """No transaction waits for argon2."""
    new = people.choose(chosen, email=who.email, name=who.name, current=current)
    with office().private.writing() as connection:
        attempt = people.begin(connection, now(), who.email, address())
        if isinstance(attempt, NotSignedIn):
            keep(connection, attempt.entry, who.id)
    if isinstance(attempt, NotSignedIn):
        return Unchanged({"form": attempt.says}, status_of(attempt))
    compared: Compared = people.compare_password(attempt, current)
    with office().private.writing() as connection:
        answer = people.change_password(connection, now(), session, compared, new)
        if isinstance(answer, NotSignedIn):
            keep(connection, answer.entry, who.id)
        else:
            keep_answer(connection, answer)
    return answer if isinstance(answer, NewSession) else Unchanged({"current": answer.says})
