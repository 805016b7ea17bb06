"""A case is received whole, under a reference of its own; what does not fit is told all at once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from casework import (
    KINDS,
    Case,
    CaseRefused,
    NewCase,
    NewParty,
    NotAllowed,
    history,
    parties,
    receive,
    usual_order,
)
from keeping import activity
from people import Actor, Role
from storage import case, case_number
from tests.casework.office import APPELLANT, LARKMERE, NOON, PHARMACY, TODAY, Office, at_once, rules


def refusal(office: Office, actor: Actor, new: NewCase) -> dict[str, str]:
    """What was refused, by place."""
    with pytest.raises(CaseRefused) as refused, office.database.writing() as connection:
        receive(connection, NOON, actor, new, rules())
    return {fault.where: fault.message for fault in refused.value.faults}


def test_a_case_comes_in_with_its_reference_rule_sets_and_parties(office: Office, officer: Actor) -> None:
    made = office.received(officer)
    assert (made.reference, made.state, made.version) == ("APP/2026/0001", "received", 1)
    assert made.rule_sets == PHARMACY
    assert office.case(officer, made.id) == made
    with office.database.reading() as connection:
        assert [(each.role, each.organisation) for each in parties(connection, officer, made)] == [
            ("appellant", "FXX01"), ("commissioner", "QEL"),
        ]  # fmt: skip
        first = history(connection, made)[0]
        assert (first.before, first.after, first.on, first.by) == ("", "received", TODAY, officer.id)
        entry = activity.entries(connection, made.id)[0]
    assert (entry.actor, entry.act) == (officer.id, "case.received")
    assert "Larkmere" not in entry.about


def test_numbers_run_in_each_series_and_in_each_year_of_receipt(office: Office, officer: Actor) -> None:
    late = replace(LARKMERE, received_on=date(2025, 12, 31))
    dispute = NewCase("gp_dispute", "A dispute", TODAY, ())
    references = [office.received(officer, new).reference for new in (LARKMERE, LARKMERE, late, dispute)]
    assert references == ["APP/2026/0001", "APP/2026/0002", "APP/2025/0001", "DIS/2026/0001"]


def test_ten_who_receive_at_once_leave_no_gap_and_no_double(office: Office, officer: Actor) -> None:
    made = at_once([lambda: office.received(officer)] * 10)
    assert sorted(each.reference for each in made if isinstance(each, Case)) == [
        f"APP/2026/{number:04d}" for number in range(1, 11)
    ]


def test_a_case_that_is_given_up_gives_its_number_back(office: Office, officer: Actor) -> None:
    def fail() -> None:
        with office.database.writing() as connection:
            receive(connection, NOON, officer, LARKMERE, rules())
            raise KeyError("half-way")

    office.received(officer)
    with pytest.raises(KeyError):
        fail()
    assert office.received(officer).reference == "APP/2026/0002"


def test_the_ten_thousandth_case_of_a_year_has_a_number_too(office: Office, officer: Actor) -> None:
    with office.database.writing() as connection:
        connection.execute(case_number.insert().values(series="APP", year=2026, last=9999))
    assert office.received(officer).reference == "APP/2026/10000"


def test_all_that_is_wrong_with_a_new_case_is_told_at_once(office: Office, officer: Actor) -> None:
    wrong = NewCase(
        "pharmacy_market_entry",
        " ",
        TODAY + timedelta(days=1),
        ("pharmacy/market-entri", "maternity-incentive-scheme/year-7"),
        (NewParty("landlord", "", False, "fxx 1"), APPELLANT),
        "nhs",
    )
    told = refusal(office, officer, wrong)
    assert told == {
        "/title": "this is empty: say it in words",
        "/received_on": "3 March 2026 is still to come: give the day on which it happened",
        "/organisation": "an ODS code has 3 to 10 capital letters and digits, such as RX1 or FA123; or leave it out",
        "/rule_sets/0": "there is no rule set 'pharmacy/market-entri'. Did you mean pharmacy/market-entry or "
        "pharmacy/rural?",
        "/rule_sets/1": "maternity-incentive-scheme/year-7 is for: assessment. A Pharmacy market entry appeal takes "
        "rule sets for: appeal",
        "/parties/0/role": "a Pharmacy market entry appeal has no 'landlord'. Known here: appellant, applicant, "
        "commissioner, interested_party.",
        "/parties/0/name": "this is empty: say it in words",
        "/parties/0/organisation": "an ODS code has 3 to 10 capital letters and digits, such as RX1 or FA123; or leave "
        "it out",
    }
    with office.database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(case)) == 0
        assert connection.scalar(select(func.count()).select_from(case_number)) == 0


def test_rule_sets_stand_once_and_after_those_whose_answer_they_take_up(office: Office, officer: Actor) -> None:
    turned = refusal(office, officer, replace(LARKMERE, rule_sets=PHARMACY[::-1]))
    assert turned["/rule_sets/0"] == (
        "pharmacy/appeal-procedure takes up an answer of pharmacy/market-entry: put it after that"
    )
    twice = refusal(office, officer, replace(LARKMERE, rule_sets=PHARMACY[:1] * 2))
    assert twice["/rule_sets/1"] == "pharmacy/market-entry stands there twice: keep the first"


def test_a_case_has_rule_sets_where_there_are_any_for_its_kind(office: Office, officer: Actor) -> None:
    told = refusal(office, officer, replace(LARKMERE, rule_sets=()))
    every = ", ".join(sorted(id for id in rules() if id.startswith("pharmacy/")))
    assert told["/rule_sets"] == (
        f"a case names the rule sets it is put to, in order; for this kind there are: {every}"
    )
    assert office.received(officer, NewCase("dental_dispute", "No rules yet", TODAY, ())).rule_sets == ()


def test_a_kind_that_there_is_not_is_told_with_the_nearest(office: Office, officer: Actor) -> None:
    told = refusal(office, officer, replace(LARKMERE, kind="maternity_schem"))
    assert told == {"/kind": "there is no kind of case 'maternity_schem'. Did you mean maternity_scheme?"}


def test_a_title_is_one_line_that_both_databases_take(office: Office, officer: Actor) -> None:
    unseen = "this holds a character that nobody sees (U+{}): type it again"
    for title, told in (
        ("x" * 201, "this has 201 characters, and 200 are kept: say it in fewer"),
        ("Lark\0mere", unseen.format("0000")),
        ("Lark\nmere", unseen.format("000A")),
        ("\ud83d", unseen.format("D83D")),
    ):
        assert refusal(office, officer, replace(LARKMERE, title=title)) == {"/title": told}


def test_what_looks_like_a_query_is_kept_as_it_was_typed(office: Office, officer: Actor) -> None:
    title = '\'; DROP TABLE "case"; -- <script>alert(1)</script> %_'
    made = office.received(officer, replace(LARKMERE, title=title))
    assert office.case(officer, made.id).title == title


def test_a_day_before_the_health_service_is_a_slip(office: Office, officer: Actor) -> None:
    told = refusal(office, officer, replace(LARKMERE, received_on=date(226, 3, 2)))
    assert told == {"/received_on": "2 March 226 is before there was a National Health Service: check the year"}


def test_today_is_london_s(office: Office, officer: Actor) -> None:
    late = NOON.replace(month=7, day=1, hour=23, minute=30)  # half past midnight on 2 July in London
    with office.database.writing() as connection:
        receive(connection, late, officer, replace(LARKMERE, received_on=date(2026, 7, 2)), rules())


def test_only_an_officer_receives_cases(office: Office) -> None:
    told = r"You may not receive a case\. Ask somebody whose role allows it, or an administrator for the role\."
    for role in ("reviewer", "committee_member", "auditor", "admin", Role("trust", "RX1")):
        other = office.actor(role)
        with pytest.raises(NotAllowed, match=told):
            office.received(other)


def test_every_kind_of_case_has_a_series_parties_and_a_time_to_stay() -> None:
    for kind in KINDS.values():
        assert kind.series.isupper()
        assert len(kind.series) <= 10
        assert any(role.at_least for role in kind.roles)
        assert kind.retention_years > 0
        assert {each.kind for each in rules().values()} | {"dispute"} >= kind.rule_set_kinds


ROUTES = {
    "pharmacy_market_entry": ("pharmacy/excepted-applications", "pharmacy/rural", *PHARMACY),
    "pharmacy_rural": ("pharmacy/rural", PHARMACY[1]),
    "dispensing_doctor": ("pharmacy/dispensing-doctors", PHARMACY[1]),
    "pharmacy_hours": ("pharmacy/opening-hours", PHARMACY[1]),
    "pharmacy_terms": ("pharmacy/terms-of-service", PHARMACY[1]),
    "maternity_scheme": (
        "maternity-data-quality/cqim",
        "maternity-incentive-scheme/year-7",
        "maternity-incentive-scheme/verdict",
        "maternity-incentive-scheme/scheme-conditions",
    ),
}


@pytest.mark.parametrize("kind", ROUTES)
def test_each_kind_has_its_usual_rule_sets_and_what_takes_up_an_answer_comes_after_it(kind: str) -> None:
    assert usual_order(KINDS[kind], rules()) == ROUTES[kind]
    assert usual_order(KINDS[kind], dict(reversed(list(rules().items())))) == ROUTES[kind]


def test_a_kind_without_usual_rule_sets_takes_all_that_fit() -> None:
    assert usual_order(KINDS["gp_dispute"], rules()) == ()
    any_scheme = replace(KINDS["maternity_scheme"], usual=())
    assert set(usual_order(any_scheme, rules())) == {id for id in rules() if id.startswith("maternity-")}


def test_a_party_whose_part_is_not_said_is_asked_for_it(office: Office, officer: Actor) -> None:
    unsaid = replace(LARKMERE, parties=(replace(APPELLANT, role=""),))
    assert refusal(office, officer, unsaid) == {"/parties/0/role": "choose the part that they have in the case"}
