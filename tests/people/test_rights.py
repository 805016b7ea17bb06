"""The table of rights, cell by cell, against the same table written out for people to read."""

from itertools import product

import pytest

from people import ACTS, ROLES, Actor, Role, UnknownAct, for_tokens, may

# all: whichever organisation's it is. org: of the organisation that the role is of. own: the actor's own.
# never: not even where another role would allow it.
TABLE = """
act                   officer   reviewer  member  publisher owner   trust   scheme  icb     auditor   admin   party
me.read               own       own       own     own       own     own     own     own     own       own     -
me.change             own       own       own     own       own     own     own     own     own       own     -
session.read          own       own       own     own       own     own     own     own     all       all     -
session.end           own       own       own     own       own     own     own     own     own       all     -
token.read            own       own       own     own       own     own     own     own     all       all     -
token.add             own       own       own     own       own     own     own     own     own       own     -
token.revoke          own       own       own     own       own     own     own     own     own       all     -
calendar.feed         own       own       own     own       own     own     own     own     -         -       -
absence.read          all       all       all     all       all     -       all     -       all       all     -
absence.state         own       own       own     own       own     -       own     -       never     all     -
person.read           all       -         -       -         -       -       -       -       all       all     -
person.add            -         -         -       -         -       -       -       -       never     all     -
person.change         -         -         -       -         -       -       -       -       never     all     -
person.reset          -         -         -       -         -       -       -       -       never     all     -
person.roles          -         -         -       -         -       -       -       -       never     all     -
person.leave          -         -         -       -         -       -       -       -       never     all     -
case.read             all       all       own     all       -       org     -       org     all       -       -
case.receive          all       -         -       -         -       -       -       -       never     -       -
case.change           all       -         -       -         -       -       -       -       never     -       -
case.assign           all       -         -       -         -       -       -       -       never     -       -
case.state            all       -         -       -         -       -       -       -       never     -       -
case.link             all       -         -       -         -       -       -       -       never     -       -
case.close_record     all       -         -       -         -       -       -       -       never     -       -
case.export           all       -         -       -         -       -       -       -       all       -       -
party.contact         all       all       own     -         -       -       -       -       all       -       -
party.change          all       -         -       -         -       -       -       -       never     -       -
party.tell            all       -         -       -         -       -       -       -       never     -       -
fact.read             all       all       own     -         -       -       -       -       all       -       -
fact.state            all       -         -       -         -       -       -       -       never     -       -
judgement.read        all       all       own     -         -       -       -       -       all       -       -
judgement.state       all       -         own     -         -       -       -       -       never     -       -
evidence.read         all       all       own     -         -       org     -       org     all       -       -
evidence.add          all       -         -       -         -       org     -       org     never     -       -
deadline.read         all       all       own     all       -       org     -       org     all       -       -
deadline.extend       all       -         -       -         -       -       -       -       never     -       -
deadline.meet         all       -         -       -         -       -       -       -       never     -       -
determination.read    all       all       own     -         -       -       -       -       all       -       -
determination.make    all       -         -       -         -       -       -       -       never     -       -
determination.replay  all       all       own     -         -       -       -       -       all       -       -
document.read         all       all       own     all       -       -       -       -       all       -       own
link.make             all       -         -       all       -       -       -       -       never     -       -
link.revoke           all       -         -       all       -       -       -       -       never     -       -
activity.read         all       all       -       -         -       -       -       -       all       all     -
activity.verify       -         -         -       -         -       -       -       -       all       all     -
backup.make           -         -         -       -         -       -       -       -       never     all     -
backup.restore        -         -         -       -         -       -       -       -       never     all     -
retention.read        -         -         -       -         -       -       -       -       all       all     -
retention.apply       -         -         -       -         -       -       -       -       never     all     -
decision.read         all       all       own     all       -       -       -       -       all       -       -
decision.draft        all       -         own     -         -       -       -       -       never     -       -
decision.comment      all       all       own     -         -       -       -       -       never     -       -
decision.review       -         all       -       -         -       -       -       -       never     -       -
decision.issue        all       -         -       -         -       -       -       -       never     never   -
decision.correct      all       -         -       -         -       -       -       -       never     never   -
decision.supersede    all       -         -       -         -       -       -       -       never     never   -
committee.record      all       -         -       -         -       -       -       -       never     -       -
interest.declare      all       all       own     -         -       -       -       -       never     -       -
law.confirm           all       all       -       -         all     -       -       -       never     -       -
letter.read           all       all       own     all       -       org     -       org     all       -       -
letter.write          all       -         -       -         -       -       -       -       never     -       -
letter.send           all       -         -       -         -       -       -       -       never     -       -
departure.read        all       all       all     -         all     -       -       -       all       -       -
similar.read          all       all       all     -         all     -       -       -       all       -       -
publication.read      all       all       own     all       -       -       -       -       all       -       -
publication.draft     all       -         -       all       -       -       -       -       never     -       -
publication.redact    all       -         -       all       -       -       -       -       never     -       -
publication.approve   -         all       -       all       -       -       -       -       never     never   -
publication.embargo   -         -         -       all       -       -       -       -       never     -       -
publication.publish   -         -         -       all       -       -       -       -       never     never   -
publication.correct   -         -         -       all       -       -       -       -       never     never   -
publication.withdraw  -         -         -       all       -       -       -       -       never     never   -
takedown.read         all       -         -       all       -       -       -       -       all       -       -
takedown.record       all       -         -       all       -       -       -       -       never     -       -
takedown.answer       -         -         -       all       -       -       -       -       never     -       -
register.sign_head    -         -         -       all       -       -       -       -       never     never   -
register.import       -         -         -       all       -       -       -       -       never     -       -
scheme_result.read    -         -         -       all       -       org     all     -       all       -       -
scheme_result.enter   -         -         -       -         -       -       all     -       never     -       -
practice_note.write   -         -         -       -         all     -       -       -       never     -       -
problem.read          all       -         -       -         all     -       -       -       all       -       -
problem.answer        -         -         -       -         all     -       -       -       never     -       -
subscription.read     -         -         -       -         -       -       -       -       all       all     -
subscription.erase    -         -         -       -         -       -       -       -       never     all     -
assessment.read       -         -         -       -         -       org     all     own     all       -       -
assessment.begin      -         -         -       -         -       org     -       -       never     -       -
assessment.change     -         -         -       -         -       org     -       -       never     -       -
assessment.sign       -         -         -       -         -       org     -       own     never     never   -
assessment.submit     -         -         -       -         -       org     -       -       never     never   -
assessment.validate   -         -         -       -         -       -       all     -       never     -       -
icb_trust.read        -         -         -       -         -       -       all     -       all       all     -
icb_trust.enter       -         -         -       -         -       -       all     -       never     all     -
"""
COLUMNS = {"member": "committee_member", "owner": "rule_owner", "scheme": "scheme_officer"}
THEIRS, OTHERS = "RX1", "QWO"


def _table() -> dict[tuple[str, str], str]:
    heading, *rows = [line.split() for line in TABLE.strip().splitlines()]
    roles = [COLUMNS.get(each, each) for each in heading[1:]]
    return {(role, act): cell for act, *cells in rows for role, cell in zip(roles, cells, strict=True)}


CELLS = _table()
READING = {act for act, row in ACTS.items() if row.kind == "read"}
ABOUT_ONESELF = {"me.change", "session.end", "token.add", "token.revoke"}


def somebody(*roles: str, scopes: frozenset[str] | None = None) -> Actor:
    """Somebody who holds these roles, each for THEIRS."""
    return Actor("1", "A. Person", frozenset(Role(each, THEIRS) for each in roles), second_factor=True, scopes=scopes)


def expected(cell: str, organisation: str, own: bool) -> bool:
    """What a cell of the readable table means."""
    return cell == "all" or (cell == "org" and organisation == THEIRS) or (cell == "own" and own)


def test_the_table_has_every_role_and_every_act_and_no_other() -> None:
    assert {role for role, _ in CELLS} == {*ROLES, "party"}
    assert [act for role, act in CELLS if role == "officer"] == list(ACTS)


@pytest.mark.parametrize("role", sorted({role for role, _ in CELLS}))
def test_every_role_may_do_in_every_act_what_the_table_says_and_no_more(role: str) -> None:
    wrong = [
        (act, organisation, own)
        for act, organisation, own in product(ACTS, (THEIRS, OTHERS, ""), (True, False))
        if may(somebody(role), act, organisation, own=own) != expected(CELLS[role, act], organisation, own)
    ]
    assert not wrong


@pytest.mark.parametrize("act", ACTS)
def test_two_roles_allow_what_either_does_unless_one_of_them_never_may(act: str) -> None:
    for first, second in product({role for role, _ in CELLS}, repeat=2):
        cells = CELLS[first, act], CELLS[second, act]
        for organisation, own in product((THEIRS, OTHERS), (True, False)):
            either = any(expected(cell, organisation, own) for cell in cells)
            assert may(somebody(first, second), act, organisation, own=own) == (either and "never" not in cells)


@pytest.mark.parametrize("act", ACTS)
def test_an_auditor_reads_everything_and_changes_nothing_but_their_own_keys(act: str) -> None:
    for other, organisation, own in product(["", *ROLES], (THEIRS, OTHERS, ""), (True, False)):
        actor = somebody("auditor", other) if other else somebody("auditor")
        if act not in READING | ABOUT_ONESELF | {"calendar.feed"}:
            assert not may(actor, act, organisation, own=own)
    if act in READING - {"me.read"}:
        assert may(somebody("auditor"), act, OTHERS)


@pytest.mark.parametrize("act", ["decision.issue", "decision.supersede", "publication.publish"])
def test_an_administrator_does_not_issue_whatever_else_they_hold(act: str) -> None:
    assert not any(may(somebody("admin", other), act, THEIRS, own=True) for other in ROLES)


def test_whoever_holds_no_role_may_do_nothing() -> None:
    assert not [act for act in ACTS if may(somebody(), act, THEIRS, own=True)]


def test_a_role_of_an_organisation_does_not_reach_what_is_of_none() -> None:
    nameless = Actor("1", "A. Trust", frozenset({Role("trust", "")}), second_factor=True)
    assert not may(nameless, "case.read", "")


@pytest.mark.parametrize("role", sorted({role for role, _ in CELLS}))
def test_a_token_only_ever_narrows(role: str) -> None:
    everything = frozenset(ACTS)
    for act, organisation, own in product(ACTS, (THEIRS, OTHERS), (True, False)):
        alone = may(somebody(role), act, organisation, own=own)
        assert may(somebody(role, scopes=everything), act, organisation, own=own) == (alone and act in for_tokens())
        assert not may(somebody(role, scopes=everything - {act}), act, organisation, own=own)


def test_no_token_touches_an_account_or_a_key() -> None:
    assert set(ACTS) - set(for_tokens()) == {
        *ABOUT_ONESELF, "calendar.feed", "person.add", "person.change", "person.reset", "person.roles", "person.leave",
    }  # fmt: skip


def test_an_act_that_the_table_lacks_is_a_fault_of_whoever_asks() -> None:
    with pytest.raises(UnknownAct, match=r"There is no act 'case\.reed' .*: add a row, or mend the name"):
        may(somebody("officer"), "case.reed")
