"""No number of days stands in Python: a rule says what is due, and when. Whatever else counts time is listed here.

The syntax of every file of the rooms that work on cases or on declarations, and of every command, is walked for each
way in which a day can be counted; and what they say is searched for days that are counted in words.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("keeping", "casework", "web", "assessment", "documents", "evidence")

# What counts time, by file, and why it is no deadline. Add to it only what no law has a part in.
NO_DEADLINE = {
    ("assessment/items.py", "new.days"): "of which days an item of evidence speaks",
    ("assessment/submitting.py", "timedelta(minutes=1)"): "a moment is told in whole minutes, as the rules take it",
    ("assessment/workbook.py", "each.days"): "of which days an item of evidence speaks",
    (
        "casework/following/digests.py",
        "timedelta(days=7 if how_often == 'weekly' else 1)",
    ): "how often e-mails go out",
    ("casework/following/digests.py", "timedelta(days=back)"): "the same",
    ("casework/following/outbox.py", "timedelta(minutes=10)"): "how long an attempt to send an e-mail may take",
    ("casework/following/outbox.py", "timedelta(days=7)"): "how long it is tried to send one",
    ("casework/following/outbox.py", "GIVEN_UP_AFTER.days"): "the same",
    ("casework/following/outbox.py", "timedelta(minutes=1)"): "how long is waited between two attempts",
    ("casework/following/outbox.py", "timedelta(hours=6)"): "the same, at the most",
    (
        "casework/following/outbox.py",
        "timedelta(days=180)",
    ): "how long one may stop by an old e-mail",
    ("casework/following/subscribing.py", "timedelta(days=1)"): "how many e-mails an address is sent within a day",
    ("casework/following/subscribing.py", "timedelta(days=7)"): "how long an address waits for its owner to confirm it",
    ("casework/following/subscribing.py", "timedelta(days=30)"): "how long it is kept that an e-mail was refused",
    ("casework/reports.py", "timedelta(days=1)"): "how many reports of the public are taken within a day",
    ("cli_people.py", "timedelta(days=days)"): "how long a token stands, as it was asked for",
    ("cli_storage.py", "timedelta(hours=1)"): "how old a file is that nobody writes any more",
    ("evidence/dates.py", "timedelta(milliseconds=500)"): "a spreadsheet counts time in parts of a day: it is rounded",
    ("keeping/calendar.py", "timedelta(days=1)"): "an entry of a whole day ends with the next, as calendars have it",
    ("keeping/idempotency.py", "timedelta(days=7)"): "how long answers wait for a request to be sent again",
    ("keeping/old_reports.py", "timedelta(days=2 * 365)"): "how long the words of a report of the public are kept",
    ("keeping/retention.py", "day.replace(year=day.year + years)"): "how long a case is kept, in years that it is told",
    ("keeping/retention.py", "date(day.year + years, 3, 1)"): "the same, from a 29 February",
    ("web/api/health.py", "timedelta(hours=1)"): "how old the newest signed head is, in hours",
    ("web/desk/assessment_sign_off.py", "(self.today - last.it.as_at).days"): "how long ago something was frozen",
    ("web/desk/days.py", "(on - today()).days"): "how long it is until a day that is given",
    ("web/desk/own_absence.py", "timedelta(days=1)"): "an absence lasts to the end of its last day",
    ("web/desk/own_absence.py", "timedelta(seconds=1)"): "the same",
    ("web/desk/own_tokens.py", "timedelta(days=int(typed('days')))"): "how long a token stands, as its owner chose",
    (
        "web/desk/scheme_entering.py",
        "replace(said, ods_code=before.ods_code, scheme=before.scheme, year=before.year, sample=before.sample)",
    ): "no date at all: the year of a scheme",
    ("web/following.py", "CONFIRM_WITHIN.days"): "how long an address waits for its owner to confirm it",
    ("web/pages/timeline.py", "timedelta(days=730)"): "how wide a drawing is",
    ("web/pages/timeline.py", "((each.end or end) - max(each.start, start)).days"): "the same",
    ("web/practice.py", "note.dated.toordinal()"): "which of two notes is newer",
    ("web/sweeping.py", "timedelta(hours=1)"): "how often what is of no more use is taken away",
    ("web/waiting_files.py", "timedelta(hours=1)"): "how long a file waits for its sender to confirm what was shown",
}
# Days that are counted in words that somebody reads, and why nothing is due by them.
ONLY_SAID = {
    ("casework/deciding/next_steps.py", "three months"): "what rule 54.5(1) says of claims: the Court sees to it",
    ("cli_people.py", "seven days"): "how long a one-time password stands",
    ("web/desk/days.py", "1 day"): "how long it is until a day that is given",
}
_NUMBER = (
    r"\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|twenty-one|twenty-eight|"
    "thirty|sixty|ninety"
)
_COUNTED = re.compile(rf"\b(?:{_NUMBER})[\s-]+(?:(?:clear|working|whole)\s+)?(?:day|week|month)s?\b", re.IGNORECASE)
_CALLED = {"timedelta", "relativedelta", "toordinal", "fromordinal", "fromtimestamp", "monthrange"}
_PARTS = {"year", "month", "day"}
_LIBRARIES = {"calendar", "dateutil", "holidays", "govuk_bank_holidays", "numpy", "pandas"}


def counting(source: str) -> Iterator[str]:
    """Whatever counts time in it, as it is written."""
    for node in ast.walk(ast.parse(source)):
        if _counts(node):
            yield ast.unparse(node)


def said(source: str) -> Iterator[str]:
    """Whatever counts days in its words, but for what it says of itself."""
    tree = ast.parse(source)
    of_itself = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in of_itself:
            yield from (found[0] for found in _COUNTED.finditer(node.value))


def files() -> list[Path]:
    """Every file of those rooms, and every command."""
    return [*(file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))), *sorted(ROOT.glob("cli*.py"))]


def _counts(node: ast.AST) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom):
        named = [each.name for each in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        return any(each.partition(".")[0] in _LIBRARIES for each in named)
    if isinstance(node, ast.Constant):
        return type(node.value) is int and node.value in (86_400, 604_800)
    if isinstance(node, ast.Attribute):
        return node.attr == "days"
    return isinstance(node, ast.Call) and _call_counts(node)


def _call_counts(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name == "replace":
        return any(each.arg in _PARTS for each in call.keywords)
    said = [*call.args, *(each.value for each in call.keywords)]
    worked_out = any(isinstance(each, ast.BinOp) for part in said for each in ast.walk(part))
    return name in _CALLED or (name in ("date", "datetime") and worked_out)


def test_every_day_that_python_counts_is_known_to_be_no_deadline() -> None:
    assert len(files()) > 100
    found = {(str(file.relative_to(ROOT)), each) for file in files() for each in counting(file.read_text("utf-8"))}
    assert found - set(NO_DEADLINE) == set(), "let a rule say it, or tell here why it is no deadline"
    assert set(NO_DEADLINE) - found == set(), "this is no longer there"


def test_no_time_limit_of_law_is_told_in_words_of_the_program() -> None:
    found = {(str(file.relative_to(ROOT)), each) for file in files() for each in said(file.read_text("utf-8"))}
    assert found == set(ONLY_SAID), "let a rule say it, or tell here why nothing is due by it"
    assert list(said('told = f"Within {way} or 14 clear days"')) == ["14 clear days"]


@pytest.mark.parametrize(
    "source",
    [
        "due = on + timedelta(days=30)",
        "due = on + datetime.timedelta(weeks=4)",
        "due = date.fromordinal(on.toordinal() + 30)",
        "due = on.replace(day=on.day + 14)",
        "due = date(on.year, on.month + 6, on.day)",
        "late = (today - on).days > 30",
        "due = at.timestamp() + 30 * 86400",
        "from dateutil.relativedelta import relativedelta",
    ],
)
def test_a_deadline_in_python_would_be_found(source: str) -> None:
    assert list(counting(source))
