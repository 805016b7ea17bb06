"""Two hundred thousand training records at the desk: shown before they are stored, and stored."""

import csv
import io
import time
from pathlib import Path

import pytest

from benchmarks.records import YEAR_7, make_rows
from tests.ours import our_rule_sets
from tests.web.evidence_bench import una_of
from tests.web.officers import place
from tests.web.paging import read

pytestmark = [
    pytest.mark.proof,
    pytest.mark.alone,
    # The test's own client leaves the file open in which it lays out a long form
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
STORED = "/upload/north/training/stored"


def test_two_hundred_thousand_rows_are_shown_and_stored_at_the_desk_in_less_than_ten_seconds_each(
    tmp_path: Path,
) -> None:
    made = place(tmp_path)
    una = una_of(made)
    written = io.StringIO()
    out = csv.DictWriter(written, ["staff", "group", "course", "attended_on", "excluded_because"])
    out.writeheader()
    out.writerows(make_rows(our_rule_sets()[YEAR_7], 200_000))
    since = time.process_time()
    shown = read(una.previews(written.getvalue(), "training.csv", complete_by="A. Matron"), 200)
    previewed, since = time.process_time() - since, time.process_time()
    answer = una.desk.sends(shown, f"{una.at}{STORED}")
    stored = time.process_time() - since
    assert "200,000 rows were read from training.csv" in shown.text
    assert answer.status_code == 303
    assert [each["size"] for each in una.kept("tables")] == [200_000]
    made.close()
    assert (previewed < 10, stored < 10) == (True, True), (previewed, stored)
