"""Who may do what: one table of roles and acts, and its one reader.

Each row names an act and, role by role, how far it reaches. An act that a row does not give is not allowed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from people.actor import Actor, Role

Kind = Literal["read", "change", "keys"]
Reach = Literal["every", "organisation", "own", "never"]

READ: Kind = "read"  # changes nothing
CHANGE: Kind = "change"
KEYS: Kind = "keys"  # of accounts and keys: done by a person who signed in, never through a token
EVERY: Reach = "every"  # whichever organisation's it is
ORG: Reach = "organisation"  # of the organisation that the role is of
OWN: Reach = "own"  # the actor's own: their account, a case that they sit on, the document of their link
NEVER: Reach = "never"  # not even where another role of theirs would allow it


@dataclass(frozen=True, slots=True)
class Act:
    """One row: an act, whether it changes anything, and how far it reaches for each role."""

    id: str
    kind: Kind
    reach: Mapping[str, Reach]


class UnknownAct(LookupError):
    """An act that the table does not have: a fault of the program that asked."""


def _each(reach: Reach, roles: str) -> dict[str, Reach]:
    return dict.fromkeys(roles.split(), reach)


_STAFF = "officer reviewer committee_member publisher rule_owner scheme_officer"
_OWN_ACCOUNT = _each(OWN, f"{_STAFF} trust icb auditor admin")
_OWN_KEYS = _OWN_ACCOUNT | _each(EVERY, "admin")
_OWN_KEYS_READ = _OWN_KEYS | _each(EVERY, "auditor")
_ADMIN = _each(EVERY, "admin")
_OFFICER = _each(EVERY, "officer")
_PUBLISHER = _each(EVERY, "publisher")
_OFFICER_PUBLISHER = _OFFICER | _PUBLISHER
_INSIDE = _each(EVERY, "officer reviewer auditor") | _each(OWN, "committee_member")
_INSIDE_PUBLISHER = _INSIDE | _PUBLISHER
_OUTSIDE = _each(ORG, "trust icb")
_AUDITED = _each(EVERY, "auditor")
_NO_ADMIN = _each(NEVER, "admin")
_NO_AUDITOR = _each(NEVER, "auditor")


def _read(id: str, reach: Mapping[str, Reach]) -> Act:
    return Act(id, READ, reach)


def _change(id: str, reach: Mapping[str, Reach]) -> Act:
    """An auditor changes nothing, whatever else they hold."""
    return Act(id, CHANGE, {**reach, **_NO_AUDITOR})


def _keys(id: str, reach: Mapping[str, Reach]) -> Act:
    return Act(id, KEYS, reach)


_ROWS = (
    # One's own account, and the accounts of others
    _read("me.read", _OWN_ACCOUNT),
    _keys("me.change", _OWN_ACCOUNT),
    _read("session.read", _OWN_KEYS_READ),
    _keys("session.end", _OWN_KEYS),
    _read("token.read", _OWN_KEYS_READ),
    _keys("token.add", _OWN_ACCOUNT),
    _keys("token.revoke", _OWN_KEYS),
    _keys("calendar.feed", _each(OWN, f"{_STAFF} trust icb")),
    _read("absence.read", _each(EVERY, f"{_STAFF} auditor admin")),
    _change("absence.state", _each(OWN, _STAFF) | _ADMIN),
    _read("person.read", _each(EVERY, "officer auditor admin")),
    _keys("person.add", _ADMIN | _NO_AUDITOR),
    _keys("person.change", _ADMIN | _NO_AUDITOR),
    _keys("person.reset", _ADMIN | _NO_AUDITOR),
    _keys("person.roles", _ADMIN | _NO_AUDITOR),
    _keys("person.leave", _ADMIN | _NO_AUDITOR),
    # Cases
    _read("case.read", _INSIDE_PUBLISHER | _OUTSIDE),
    _change("case.receive", _OFFICER),
    _change("case.change", _OFFICER),
    _change("case.assign", _OFFICER),
    _change("case.state", _OFFICER),
    _change("case.link", _OFFICER),
    _change("case.close_record", _OFFICER),
    _read("case.export", _OFFICER | _AUDITED),
    _read("party.contact", _INSIDE),
    _change("party.change", _OFFICER),
    _change("party.tell", _OFFICER),
    _read("fact.read", _INSIDE),
    _change("fact.state", _OFFICER),
    _read("judgement.read", _INSIDE),
    _change("judgement.state", _OFFICER | _each(OWN, "committee_member")),
    _read("evidence.read", _INSIDE | _OUTSIDE),
    _change("evidence.add", _OFFICER | _OUTSIDE),
    _read("deadline.read", _INSIDE_PUBLISHER | _OUTSIDE),
    _change("deadline.extend", _OFFICER),
    _change("deadline.meet", _OFFICER),
    _read("determination.read", _INSIDE),
    _change("determination.make", _OFFICER),
    _read("determination.replay", _INSIDE),
    _read("document.read", _INSIDE_PUBLISHER | _each(OWN, "party")),
    _change("link.make", _OFFICER_PUBLISHER),
    _change("link.revoke", _OFFICER_PUBLISHER),
    # What is kept
    _read("activity.read", _each(EVERY, "officer reviewer auditor admin")),
    _read("activity.verify", _AUDITED | _ADMIN),
    _change("backup.make", _ADMIN),
    _change("backup.restore", _ADMIN),
    _read("retention.read", _AUDITED | _ADMIN),
    _change("retention.apply", _ADMIN),
    # Decisions and letters
    _read("decision.read", _INSIDE_PUBLISHER),
    _change("decision.draft", _OFFICER | _each(OWN, "committee_member")),
    _change("decision.comment", _each(EVERY, "officer reviewer") | _each(OWN, "committee_member")),
    _change("decision.review", _each(EVERY, "reviewer")),
    _change("decision.issue", _OFFICER | _NO_ADMIN),
    _change("decision.correct", _OFFICER | _NO_ADMIN),
    _change("decision.supersede", _OFFICER | _NO_ADMIN),
    _change("committee.record", _OFFICER),
    _change("interest.declare", _each(EVERY, "officer reviewer") | _each(OWN, "committee_member")),  # for oneself
    _change("law.confirm", _each(EVERY, "officer reviewer rule_owner")),
    _read("letter.read", _INSIDE_PUBLISHER | _OUTSIDE),
    _change("letter.write", _OFFICER),
    _change("letter.send", _OFFICER),
    _read("departure.read", _each(EVERY, "officer reviewer committee_member rule_owner auditor")),
    _read("similar.read", _each(EVERY, "officer reviewer committee_member rule_owner auditor")),
    # The public register
    _read("publication.read", _INSIDE_PUBLISHER),
    _change("publication.draft", _OFFICER_PUBLISHER),
    _change("publication.redact", _OFFICER_PUBLISHER),
    _change("publication.approve", _each(EVERY, "reviewer publisher") | _NO_ADMIN),
    _change("publication.embargo", _PUBLISHER),
    _change("publication.publish", _PUBLISHER | _NO_ADMIN),
    _change("publication.correct", _PUBLISHER | _NO_ADMIN),
    _change("publication.withdraw", _PUBLISHER | _NO_ADMIN),
    _read("takedown.read", _OFFICER_PUBLISHER | _AUDITED),
    _change("takedown.record", _OFFICER_PUBLISHER),
    _change("takedown.answer", _PUBLISHER),
    _change("register.sign_head", _PUBLISHER | _NO_ADMIN),
    _change("register.import", _PUBLISHER),
    _read("scheme_result.read", _each(EVERY, "scheme_officer publisher auditor") | _each(ORG, "trust")),
    _change("scheme_result.enter", _each(EVERY, "scheme_officer")),
    _change("practice_note.write", _each(EVERY, "rule_owner")),
    _read("problem.read", _each(EVERY, "rule_owner officer auditor")),
    _change("problem.answer", _each(EVERY, "rule_owner")),
    _read("subscription.read", _AUDITED | _ADMIN),
    _change("subscription.erase", _ADMIN),
    # Assessments of trusts; a role of a board reaches the trusts that are recorded as its own
    _read("assessment.read", _each(EVERY, "scheme_officer auditor") | _each(ORG, "trust") | _each(OWN, "icb")),
    _change("assessment.begin", _each(ORG, "trust")),
    _change("assessment.change", _each(ORG, "trust")),
    _change("assessment.sign", _each(ORG, "trust") | _each(OWN, "icb") | _NO_ADMIN),
    _change("assessment.submit", _each(ORG, "trust") | _NO_ADMIN),
    _change("assessment.validate", _each(EVERY, "scheme_officer")),
    _read("icb_trust.read", _each(EVERY, "scheme_officer admin auditor")),
    _change("icb_trust.enter", _each(EVERY, "scheme_officer admin")),
)
ACTS: Mapping[str, Act] = {row.id: row for row in _ROWS}


def may(actor: Actor, act: str, organisation: str = "", *, own: bool = False) -> bool:
    """Whether the actor may do this to what is this organisation's, or is ``own``: theirs.

    A token's scopes only ever narrow what its owner may. UnknownAct where the table has no such row.
    """
    row = ACTS.get(act)
    if row is None:
        raise UnknownAct(f"There is no act '{act}' in the table of people/rights.py: add a row, or mend the name.")
    if actor.scopes is not None and (act not in actor.scopes or row.kind == KEYS):
        return False
    if any(row.reach.get(role.name) == NEVER for role in actor.roles):
        return False
    return any(_reaches(row.reach.get(role.name), role, organisation, own) for role in actor.roles)


def may_at_all(actor: Actor, act: str) -> bool:
    """Whether there is anything at all to which the actor may do this."""
    organisations = {"", *(role.organisation for role in actor.roles)}
    return any(may(actor, act, each, own=True) for each in organisations)


def for_tokens() -> tuple[str, ...]:
    """The acts that a token may be for, in the table's order."""
    return tuple(row.id for row in _ROWS if row.kind != KEYS)


def _reaches(reach: Reach | None, role: Role, organisation: str, own: bool) -> bool:
    if reach == ORG:
        return organisation != "" and organisation == role.organisation
    return reach == EVERY or (reach == OWN and own)
