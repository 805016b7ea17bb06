"""What the reference says of tables, on cases worked by hand and against plain counting of every completion."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.reference import Reading, read_rules, read_text, reference
from tests.reference.gaps import longest

FACTS = """
facts:
  dated: {type: date}
  yes: {type: yes_no}
  training:
    type: records
    one_row_per: [staff]
    fields:
      staff: {type: text}
      group: {type: choice, options: [midwife, support_worker]}
      course: {type: choice, options: [monitoring, emergencies]}
      attended_on: {type: date, may_be_none: true, empty: none}
      seen_on: {type: date, may_be_none: true}
      hours: {type: number, whole: true, at_least: 0, at_most: 50}
      change: {type: number, at_least: -5, at_most: -1}
      double: {type: number, worked_out: {multiply: [{field: hours}, 2]}}
  everyone: {type: number, counted_from: {records: training}}
  stated_all: {type: number, ask: "How many?", counted_from: {records: training}}
  here: {type: number, counted_from: {records: training, where: {fact: yes, is: true}}}
  busy: {type: number, counted_from: {among: everyone, where: {field: hours, at_least: 10}}}
  busiest: {type: number, ask: "How many?", counted_from: {among: busy, where: {field: double, at_least: 60}}}
  went_of_all:
    {type: number, ask: "How many?", counted_from: {among: stated_all, where: {field: attended_on, in_period: year}}}
  in_scope: {type: number, ask: "How many?", by: [group, course], counted_from: {records: training}}
  went:
    {type: number, by: [group, course], counted_from: {among: in_scope, where: {field: attended_on, in_period: year}}}
  both: {type: number, by: [group], counted_from: {records: training}}
  sites: {type: number, whole: true, at_least: 0, by: [group], ask: "How many?"}
  clean: {type: number, whole: true, at_least: 0, by: [group], ask: "How many?", part_of: sites}
  total: {type: number, sum_of: {records: training, field: hours, where: {field: group, is: midwife}}}
  less: {type: number, sum_of: {records: training, field: change}}
  last:
    type: date
    ask: "When?"
    may_be_none: true
    latest_of: {records: training, field: seen_on, where: {field: group, is: midwife}}
  first: {type: date, earliest_of: {records: training, field: seen_on}}
  gap: {type: number, longest_gap: {records: training, field: seen_on, in_period: year}}
"""
YEAR = "{year: {from: 2024-01-01, to: 2024-12-31}}"
RULESET = f"{{covers: {{from: 2013-04-01}}, as_at: dated, questions: [], periods: {YEAR}}}"
ALWAYS = "versions: [{effective: {from: 2013-04-01}, when: %s}]"
IN, OUT = "2024-05-01", "2023-05-01"
MIDWIFE = "group: midwife, course: emergencies"
NINETY = "share: went, of: in_scope, at_least: 90%, when_none: met"


def says(folder: Path, rows: str | None = None, given: str = "{}", *, complete: bool = True, **when: str) -> Reading:
    """What the reference says of conditions in shorthand, and of the rows of one table; dated 1 June 2024."""
    texts = {"facts": FACTS, "ruleset": RULESET} | {name: ALWAYS % text for name, text in when.items()}
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text)
    table = {} if rows is None else {"training": {"complete": complete, "rows": read_text(f"[{rows}]")}}
    return reference(folder, {"dated": date(2024, 6, 1)} | read_text(given) | table, None)


def ends(folder: Path, name: str, rows: str | None, *, complete: bool = True) -> Any:
    return says(folder, rows, complete=complete).amounts[name].ends()


def day(month: int, number: int) -> date:
    return date(2024, month, number)


def test_row_6_a_table_is_complete_only_when_somebody_says_so(tmp_path: Path) -> None:
    every = "{share: busy, of: everyone, at_least: 100%, when_none: met}"
    answers = [says(tmp_path, *rows, p=every).provisions["p"] for rows in ((), ("{hours: 12}",), ("",))]
    assert answers == ["not_known", "met", "met"]
    assert says(tmp_path, "{hours: 12}", complete=False, p=every).provisions["p"] == "not_known"
    assert says(tmp_path, "{hours: 12}, {hours: 9}", complete=False, p=every).provisions["p"] == "not_met"
    assert ends(tmp_path, "everyone", None) == (0, None, False)


def test_row_7_a_blank_means_what_its_field_says_once_the_table_is_complete(tmp_path: Path) -> None:
    row = f"{{{MIDWIFE}, staff: A1}}"
    assert ends(tmp_path, "went[midwife, emergencies]", row) == (0, 0, False)
    assert ends(tmp_path, "went[midwife, emergencies]", row, complete=False) == (0, None, False)
    assert ends(tmp_path, "busy", row) == (0, 1, False)
    told = row.replace("staff: A1", "attended_on: {state: not_known}")
    assert ends(tmp_path, "went[midwife, emergencies]", told) == (0, 1, False)


def test_row_10_one_more_who_attended_but_whose_group_is_blank_leaves_ninety_percent_met(tmp_path: Path) -> None:
    nine = ", ".join([f"{{{MIDWIFE}, attended_on: {IN}}}"] * 9)
    rows = f"{nine}, {{{MIDWIFE}}}, {{course: emergencies, attended_on: {IN}}}"
    when = f"{{for_each: {{group: midwife, course: emergencies}}, {NINETY}}}"
    read = says(tmp_path, rows, p=when, q=when.replace("at_least: 90%", "more_than: 90%"))
    assert read.amounts["went[midwife, emergencies]"].ends() == (9, 10, False)
    assert read.amounts["in_scope[midwife, emergencies]"].ends() == (10, 11, False)
    assert read.provisions == {"p": "met", "q": "not_known"}
    assert says(tmp_path, rows.replace(IN, OUT, 1), p=when).provisions["p"] == "not_met"


def test_row_18_what_is_needed_is_rows_and_facts_and_never_a_derived_fact(tmp_path: Path) -> None:
    needs = [
        says(tmp_path, *rows, p=f"{{fact: {name}, at_least: 1}}").provision_needs["p"]
        for name, rows in (
            ("busy", ("{hours: {from: 8}}",)),
            ("busy", ("{hours: 3}",)),
            ("here", ("{hours: {from: 8}}",)),
            ("here", ()),
        )
    ]
    assert needs == [{"training": "rows"}, {}, {"yes": "ask"}, {"training": "rows", "yes": "ask"}]


def test_a_derived_fact_that_may_be_stated_is_needed_beside_its_rows(tmp_path: Path) -> None:
    leaf = "{for_each: {course: emergencies, group: midwife}, fact: in_scope, at_least: 3}"
    read = says(tmp_path, p=leaf)
    assert read.provision_needs["p"] == {"training": "rows", "in_scope[midwife, emergencies]": "ask"}
    read = says(tmp_path, given=f"{{in_scope: [{{{MIDWIFE}, state: not_known}}]}}", p=leaf)
    assert read.provision_needs["p"]["in_scope[midwife, emergencies]"] == "close"


def test_the_tables_paragraph_counts_lie_between_sure_and_perhaps(tmp_path: Path) -> None:
    rows = "{hours: 12}, {hours: {from: 5, to: 20}}, {hours: 4}"
    assert ends(tmp_path, "busy", rows) == (1, 2, False)
    assert ends(tmp_path, "busy", rows, complete=False) == (1, None, False)


def test_the_tables_paragraph_sums_add_what_rows_surely_and_perhaps_bring(tmp_path: Path) -> None:
    rows = "{group: midwife, hours: {from: 2, to: 5}}, {hours: {from: 3, to: 4}}, {group: support_worker, hours: 9}"
    assert ends(tmp_path, "total", rows) == (2, 9, False)
    assert ends(tmp_path, "total", rows, complete=False) == (2, None, False)
    assert ends(tmp_path, "less", "{change: -2}", complete=False) == (None, -2, False)
    assert [ends(tmp_path, name, "") for name in ("total", "less")] == [(0, 0, False)] * 2


def test_the_tables_paragraph_the_latest_is_bounded_by_sure_rows_below_and_all_rows_above(tmp_path: Path) -> None:
    rows = "{group: midwife, seen_on: 2024-03-01}, {seen_on: {from: 2024-02-01, to: 2024-05-01}}"
    assert ends(tmp_path, "last", rows) == (day(3, 1), day(5, 1), False)
    assert ends(tmp_path, "last", rows, complete=False) == (day(3, 1), None, False)
    assert ends(tmp_path, "last", "{seen_on: {from: 2024-02-01, to: 2024-05-01}}") == (day(2, 1), day(5, 1), True)
    assert ends(tmp_path, "last", "{seen_on: {to: 2024-05-01}}") == (None, day(5, 1), True)
    assert ends(tmp_path, "last", "{group: midwife, seen_on: none}") == (None, None, True)
    assert ends(tmp_path, "last", "") == (None, None, True) == ends(tmp_path, "last", "", complete=False)


def test_the_tables_paragraph_the_earliest_mirrors_the_latest(tmp_path: Path) -> None:
    rows = "{seen_on: 2024-03-01}, {seen_on: {from: 2024-02-01, to: 2024-05-01, may_be_none: true}}"
    assert ends(tmp_path, "first", rows) == (day(2, 1), day(3, 1), False)
    assert ends(tmp_path, "first", rows, complete=False) == (None, day(3, 1), False)


def test_the_tables_paragraph_one_sure_failure_decides_every_one_of_them_and_a_given_total_bounds_the_rest(
    tmp_path: Path,
) -> None:
    leaf = "{share: went_of_all, of: stated_all, at_least: %s, when_none: met}"
    fails = says(tmp_path, "{hours: 3}", complete=False, p=leaf % "100%", q=leaf % "90%")
    assert fails.provisions == {"p": "not_known", "q": "not_known"}  # a blank may still turn out to have attended
    fails = says(tmp_path, "{attended_on: none}", complete=False, p=leaf % "100%", q=leaf % "90%")
    assert fails.provisions == {"p": "not_met", "q": "not_known"}
    rows = ", ".join(["{attended_on: none}"] + [f"{{attended_on: {IN}}}"] * 9)
    whole = says(tmp_path, rows, "{stated_all: 10}", complete=False, p=leaf % "90%", q=leaf % "91%")
    assert whole.provisions == {"p": "met", "q": "not_met"}


def test_stated_numbers_are_intersected_with_the_rows_and_cut_the_completions(tmp_path: Path) -> None:
    given = f"{{in_scope: [{{{MIDWIFE}, from: 2, to: 7}}, {{group: midwife, course: monitoring, is: 1}}]}}"
    read = says(tmp_path, f"{{{MIDWIFE}}}", given, complete=False)
    names = [f"in_scope[midwife, {course}]" for course in ("emergencies", "monitoring")]
    assert [read.amounts[name].ends() for name in names] == [(2, 7, False), (1, 1, False)]
    with pytest.raises(ValueError, match="no value in common"):
        says(tmp_path, "", given)
    apart = "{last: {from: 2022-01-01, to: 2022-12-31, may_be_none: true}}"
    read = says(tmp_path, "{seen_on: {from: 2024-01-01, to: 2024-12-31, may_be_none: true}}", apart)
    assert read.amounts["last"].ends() == (None, None, True)  # only that there was none is still in both
    half = "{share: busiest, of: everyone, at_least: 50%, when_none: met}"
    rows = "{hours: {from: 20}}, {hours: 3}"
    read = says(tmp_path, rows, "{busiest: 1}", p=half)
    assert read.provisions["p"] == "met"
    assert says(tmp_path, rows, p=half).provisions["p"] == "not_known"


def test_what_cannot_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="same"):
        says(tmp_path, "{staff: A1, hours: 2}, {staff: A1, hours: 3}")
    with pytest.raises(ValueError, match="went_of_all is more than stated_all"):
        says(tmp_path, given="{went_of_all: 3, stated_all: 2}")
    with pytest.raises(ValueError, match="clean"):
        says(tmp_path, given="{sites: [{group: midwife, is: 3}], clean: [{group: midwife, from: 4}]}")


def test_cells_that_are_only_asked_for_are_facts_like_others(tmp_path: Path) -> None:
    given = "{sites: [{group: midwife, is: 10}, {group: support_worker, from: 2}], clean: [{group: midwife, from: 9}]}"
    each = "for_each: {group: %s}, share: clean, of: sites, at_least: 90%%, when_none: met"
    read = says(tmp_path, given=given, p="{%s}" % (each % "midwife"), q="{%s}" % (each % "[midwife, support_worker]"))
    assert read.provisions == {"p": "met", "q": "not_known"}
    assert read.provision_needs["q"] == {"sites[support_worker]": "ask", "clean[support_worker]": "ask"}
    assert "sites[midwife]" not in read.amounts


def test_a_count_among_a_count_among_a_count_takes_the_conditions_of_all_three(tmp_path: Path) -> None:
    rows = "{hours: 40}, {hours: 12}, {hours: 9}, {hours: {from: 25, to: 31}}"
    assert ends(tmp_path, "busiest", rows) == (1, 2, False)
    answers = says(
        tmp_path,
        rows,
        p="{share: busiest, of: everyone, at_least: 25%, less_than: 75%, when_none: met}",
        q="{share: busiest, of: busy, at_least: 33%, rounded_to: 2, when_none: met}",
    )
    assert answers.provisions == {"p": "met", "q": "met"}


def test_ranges_alone_would_not_know_what_the_rows_together_show(tmp_path: Path) -> None:
    rows = "{hours: 12}, {hours: {from: 9, to: 10}}, {hours: 30}"
    leaf = "{share: busiest, of: %s, at_most: 50%%, when_none: met}"
    read = says(tmp_path, rows, p=leaf % "busy", q=leaf % "everyone")
    assert read.provisions == {"p": "met", "q": "met"}
    two = "{hours: {from: 20}}, {hours: {from: 20}}"
    related = says(tmp_path, two, p="{share: busiest, of: busy, less_than: 101%, when_none: met}")
    assert related.provisions["p"] == "met"
    unrelated = says(tmp_path, two, p="{share: busiest, of: here, at_most: 100%, when_none: met}")
    assert unrelated.provisions["p"] == "not_known"  # nobody said that one is part of the other


def test_the_longest_gap_is_counted_in_whole_months_with_the_ends_of_the_period(tmp_path: Path) -> None:
    rows = "{seen_on: 2024-03-31}, {seen_on: 2023-12-31}, {seen_on: 2024-09-01}"  # five months on would be 31 August
    assert ends(tmp_path, "gap", rows) == (6, 6, False)
    assert ends(tmp_path, "gap", rows, complete=False) == (0, 6, False)
    assert ends(tmp_path, "gap", "") == (12, 12, False)
    assert ends(tmp_path, "gap", rows + ", {seen_on: {from: 2024-06-01}}") == (4, 6, False)
    assert longest([date(2024, 2, 29)], (date(2024, 1, 31), date(2024, 3, 29))) == 1


# for_each


def test_for_each_is_all_of_its_copies_in_the_order_written_with_ids_and_words_of_their_own(tmp_path: Path) -> None:
    leaf = (
        "{for_each: {course: emergencies, group: [midwife, support_worker]}, id: trained,"
        f" says: '{{group}} in {{course}}', cites: 'SA8({{course}})', {NINETY}}}"
    )
    says(tmp_path, p=leaf)
    (version,) = read_rules(tmp_path).provisions["p"]["versions"]
    one, other = version["when"]["all"]
    assert (one["id"], other["id"]) == ("trained[emergencies, midwife]", "trained[emergencies, support_worker]")
    assert (other["says"], other["cites"]) == ("support worker in emergencies", "SA8(emergencies)")
    assert (one["share"], one["of"]) == ("went[midwife, emergencies]", "in_scope[midwife, emergencies]")


def test_one_copy_is_the_node_itself_and_a_second_for_each_adds_its_names(tmp_path: Path) -> None:
    inner = "{for_each: {group: [midwife, support_worker]}, id: b, fact: went, at_most: {fact: in_scope}}"
    says(tmp_path, p=f"{{for_each: {{course: emergencies}}, id: a, any: [{inner}, {{fact: yes, is: true}}]}}")
    (version,) = read_rules(tmp_path).provisions["p"]["versions"]
    assert version["when"]["id"] == "a[emergencies]"
    copies = version["when"]["any"][0]["all"]
    assert [copy["id"] for copy in copies] == ["b[emergencies, midwife]", "b[emergencies, support_worker]"]
    assert copies[1]["at_most"] == {"fact": "in_scope[support_worker, emergencies]"}


@pytest.mark.parametrize(
    ("leaf", "message"),
    [
        ("{for_each: {course: []}, fact: yes, is: true}", "empty list"),
        ("{for_each: {course: emergencies}, fact: went, at_least: 1}", "no for_each says which"),
        ("{for_each: {course: emergencies, group: doctor}, fact: went, at_least: 1}", "no cell"),
    ],
)
def test_copies_of_nothing_and_of_cells_that_do_not_exist_are_refused(tmp_path: Path, leaf: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        says(tmp_path, p=leaf)
