"""Tables are shown before they are stored: what comes, goes and changes, what falls outside, and nothing twice."""

import pytest

from assessment import importing
from assessment.gathering import evidence_of
from assessment.refusing import NotAllowed
from storage import Database
from tests.assessment.kept_trust import Trust, begun, staff, table
from tests.assessment.small_scheme import rule_sets


@pytest.fixture
def trust(database: Database) -> Trust:
    return begun(database)


def test_a_preview_stores_nothing_and_what_was_shown_is_stored(trust: Trust) -> None:
    brought = table(staff("A", "B"))
    seen = trust.shown(brought)
    assert (seen.size, seen.new, seen.gone, seen.changed, seen.same, seen.outside) == (2, (1, 2), (), (), False, ())
    assert trust.held().version == 1
    trust.does(importing.confirm, brought, seen.sha256, rule_sets())
    with trust.database.reading() as connection:
        (kept,) = importing.standing(connection, trust.id)
        found = evidence_of(connection, trust.id)
    assert (kept.complete_by, kept.source, kept.size, kept.sha256) == ("A. Matron", "training.csv", 2, seen.sha256)
    said = {"rows": staff("A", "B"), "complete": True, "by": "A. Matron", "source": "training.csv"}
    assert found.of_sites == {"north": {"training": said}}


def test_the_same_file_twice_changes_nothing(trust: Trust) -> None:
    before = trust.brings(staff("A", "B"))
    seen = trust.shown(table(staff("A", "B")))
    assert (seen.same, seen.new, seen.gone, seen.changed) == (True, (), (), ())
    assert trust.brings(staff("A", "B")) == before == trust.held()


def test_rows_that_come_go_and_change_are_told_by_their_numbers(trust: Trust) -> None:
    trust.brings(staff("A", "B", "C"))
    seen = trust.shown(table([*staff("D", "A"), *staff("C", on="2025-04-04")]))
    assert (seen.new, seen.gone, seen.changed) == ((1,), (2,), (3,))


@pytest.mark.proof
def test_what_was_complete_stays_so_with_the_same_rows_only(trust: Trust) -> None:
    trust.brings(staff("A", "B"))
    again = trust.shown(table(staff("A", "B"), by=""))
    assert again.same
    assert again.told == "The rows are those of before, of which A. Matron has said that they are all."
    others = trust.shown(table(staff("A"), by=""))
    assert others.told.startswith("A. Matron had said that the rows were all there are. They have changed, so nobody")


def test_days_outside_the_window_are_told(trust: Trust) -> None:
    rows = [*staff("A", on="2024-11-30"), *staff("B", on="2024-12-01"), *staff("C", on="2025-11-30")]
    seen = trust.shown(table([*rows, *staff("D", on="2025-12-01"), {"staff": "E"}]))
    (told,) = seen.outside
    assert told == (
        "2 rows have a day under attended on outside 1 December 2024 to 30 November 2025, and are not counted for what "
        "looks at those days"
    )


def test_another_file_than_the_one_that_was_shown_is_not_stored(trust: Trust) -> None:
    shown = trust.shown(table(staff("A"))).sha256
    told = trust.refused(importing.confirm, table(staff("A", "B")), shown, rule_sets())
    assert told["/preview"].startswith("this is not what was shown, so nothing is stored: look at the preview")


def test_every_fault_of_a_table_is_told_at_its_row(trust: Trust) -> None:
    wrong = [{"staff": "A", "attended_on": "2025-13-01"}, {"staff": "B", "grade": "5"}]
    told = trust.refused(importing.confirm, table(wrong), "", rule_sets())
    assert set(told) == {"/sites/north/training/rows/0/attended_on", "/sites/north/training/rows/1/grade"}
    told = trust.refused(importing.confirm, table(staff("A"), site=""), "", rule_sets())
    assert told["/trust/training"] == "'training' is about a site: state it for each site, and not for the trust"
    told = trust.refused(importing.confirm, table(staff("A"), name="trainings"), "", rule_sets())
    assert told["/sites/north/trainings"].startswith("the rules of year-7 have no table of this name.")
    assert "/sites/west" in trust.refused(importing.confirm, table(staff("A"), site="west"), "", rule_sets())


@pytest.mark.proof
def test_nobody_else_sees_what_a_table_would_change(trust: Trust) -> None:
    with trust.database.reading() as connection, pytest.raises(NotAllowed):
        importing.preview(connection, trust.icb, trust.id, table(staff("A")), rule_sets())


@pytest.mark.proof
def test_earlier_tables_are_kept(trust: Trust) -> None:
    trust.brings(staff("A"))
    trust.brings(staff("A", "B"))
    with trust.database.reading() as connection:
        assert [each.size for each in importing.tables(connection, trust.id)] == [1, 2]
        assert [each.size for each in importing.standing(connection, trust.id)] == [2]
