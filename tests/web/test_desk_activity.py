"""Activity at the desk: who did what in words that a person reads, and whether it is as it was written."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from keeping import Entry
from keeping.activity import record
from people import ACTS
from storage import activity, activity_head
from tests.keeping.making import APPEAL
from tests.web.desks import Desk, desk
from tests.web.kept import LAW, NEW, built, without_triggers
from tests.web.officers import Caller, Place
from tests.web.sending import adds, received
from web.desk import ADDRESSES
from web.desk.activity_words import NO_WORDS, NOT_SAID, WORDS, Known, in_words

ROOT = Path(__file__).parents[2]
RECORDS = {"record", "note", "noted", "work.carry_out", "_note", "_tell_both", "Entry"}  # what writes an act down
ACT = re.compile("[a-z]+(?:_[a-z]+)*[.][a-z_]+")
STATED = {f"{sort}.{way}" for sort in ("fact", "judgement") for way in ("stated", "corrected", "taken_back")}
NOON = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)


def sources() -> Iterator[ast.AST]:
    """Every file of the program that may write something down."""
    rooms = (ROOT.joinpath(room).rglob("*.py") for room in ("assessment", "casework", "keeping", "people", "web"))
    for path in (*(path for room in rooms for path in room), *ROOT.glob("cli*.py")):
        source = path.read_text("utf-8")
        if any(f"{name}(" in source for name in RECORDS):
            yield ast.parse(source)


def written_down(tree: ast.AST) -> Iterator[str]:
    """The acts that a file writes down: named where it does, or under a name of its own just before."""
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        given = {
            target.id: node.value
            for node in ast.walk(function) if isinstance(node, ast.Assign)
            for target in node.targets if isinstance(target, ast.Name)
        }  # fmt: skip
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            called = ast.unparse(call.func)
            if {called, called.rpartition(".")[2]} & RECORDS:
                said = [given.get(each.id, each) if isinstance(each, ast.Name) else each for each in call.args]
                constants = (node for each in said for node in ast.walk(each) if isinstance(node, ast.Constant))
                yield from (word for word in (str(node.value) for node in constants) if ACT.fullmatch(word))


def read_in_cases() -> set[str]:
    """The acts under which the pages of a case write down that they were read."""
    acts = [address.act or "" for address in ADDRESSES if address.rule.startswith("/cases/<id>")]
    subjects = {f"{act.partition('.')[0]}.read" for act in acts}
    return {act for act in (*acts, *subjects) if act in ACTS and ACTS[act].kind == "read"}


def test_every_act_that_is_written_down_anywhere_has_words() -> None:
    found = {act for tree in sources() for act in written_down(tree)} | STATED
    assert len(found) > 50
    assert {"record.closed", "case.linked", "session.refused", "determination.replayed"} <= found
    read = read_in_cases() - {"determination.replay"}  # which is written down by a name of its own
    assert (found | read) - set(WORDS) == set(), "give it a sentence in web/desk/activity_words.py"
    subjects = (
        "activity", "case", "deadline", "decision", "fact", "judgement", "letter", "publication", "similar", "takedown"
    )  # fmt: skip
    assert set(WORDS) - found - {"evidence.saved", *(f"{each}.read" for each in subjects)} == set()


def entry(act: str, about: str = "{}") -> Entry:
    return Entry(1, NOON, "0" * 32, act, None, about, "", "")


@pytest.mark.parametrize(
    ("act", "about", "told"),
    [
        ("case.state_changed", '{"before":"received","after":"admissible"}', "Moved the case from “Received” to “Admi"),
        ("case.assigned", '{"officer_id":"id-1"}', "Gave the case to Olive Officer"),
        ("case.assigned", '{"officer_id":"id-2"}', "Gave the case to somebody"),
        ("case.put_to", '{"rule_sets":["a/b","c/d"]}', "Put the case to its rule sets: Entry in the list, c/d"),
        ("party.added", '{"role":"interested_party"}', "Added a party: interested party"),
        ("role.given", '{"person":"id-1","role":"trust RX1"}', "Gave Olive Officer a role: NHS trust (RX1)"),
        ("fact.stated", '{"name":"sent_on"}', "Stated a fact: When was it sent?"),
        ("fact.corrected", '{"name":"no_longer_asked"}', "Changed a fact that was stated: no longer asked"),
        ("fact.read", '{"name":"sent_on"}', "Read what is stated: When was it sent?"),
        ("fact.read", '{"name":"facts"}', "Read what is stated: every fact"),
        ("case.read", '{"name":"parties"}', "Read the case: its parties"),
        ("case.read", "{}", "Read the case"),
        ("evidence.read", '{"name":"items"}', "Looked through the evidence"),
        ("evidence.read", '{"evidence_id":"item"}', "Saved the file of evidence item 3"),
        ("determination.read", '{"determined_ids":["a","b"]}', "Read 2 determinations"),
        ("decision.read", '{"name":"text"}', "Read the decision: its text"),
        ("decision.read", '{"name":""}', "Read the decision"),
        ("decision.departed", '{"name":"reg-31","rule_set":"a/b"}', "Departed from what was proposed: reg-31"),
        ("decision.adopted_anew", '{"determined_ids":["a"]}', "Rested the draft on a determination again"),
        ("decision.issued", '{"decision_reference":"SAMPLE/2026/0001"}', "Issued the decision as SAMPLE/2026/0001"),
        ("determination.made", '{"rule_set":"a/b"}', "Determined the case under Entry in the list"),
        ("evidence.added", "not JSON", f"Added evidence item {NOT_SAID}"),
        ("evidence.added", "[1]", f"Added evidence item {NOT_SAID}"),
        ("tea.made", '{"name":"{0} {place}"}', NO_WORDS),
        ("fact.stated", '{"name":"{place}"}', "Stated a fact: {place}"),
    ],
)
def test_an_entry_is_told_in_words_however_little_it_says(act: str, about: str, told: str) -> None:
    known = Known(
        {"id-1": "Olive Officer"}, {"sent_on": "When was it sent?"}, {"a/b": "Entry in the list"}, {"item": 3}
    )
    assert in_words(entry(act, about), known).startswith(told)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """An application over few rules, so that a case is determined in no time."""
    made = built(tmp_path_factory.mktemp("office"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def olive(office: Place) -> Desk:
    return desk(office, "officer", name="Olive Officer")


def test_what_was_done_in_a_case_is_listed_and_leads_to_where_it_is_shown(
    office: Place, officer: Caller, olive: Desk
) -> None:
    case = received(officer, rule_sets=[APPEAL])
    item = adds(officer, case).get_json()["id"]
    stamp = {"value": "2024-04-03", "source": "the date stamp", "evidence": [item]}
    officer.change("POST", f"{case}/facts", {"facts": {"notified_on": stamp}}, 2)
    made = officer.change("POST", f"{case}/determinations", LAW, 3).get_json()["items"][0]["id"]
    other = received(officer, rule_sets=[APPEAL])
    officer.change("POST", f"{case}/links", {"other": other.rpartition("/")[2], "how": "linked"}, 4)
    with office.database.writing() as connection:
        record(connection, NOON, "command_line", "case.exported", case.rpartition("/")[2], {"count": 1})
    page = olive.opens(f"{case}/activity")
    told = [
        "1 July 2026 at 13:30 Who Command line What Exported all that is held about the case",
        "What Put the case together with another one (linked)", "What Determined the case under Entry in the list",
        "What Stated a fact: What of notified_on?", "What Added evidence item 1",
        "What Received the case",
    ]  # fmt: skip
    places = [page.text.index(each) for each in told]
    assert places == sorted(places), "the newest first"
    assert {
        other, f"{case}/determination/{made}", f"{case}/facts#fact-notified_on", f"{case}/evidence#evidence-1",
    } <= set(page.links)  # fmt: skip
    assert "/activity/verify" not in page.links
    assert "/activity/verify" in desk(office, "auditor").opens(f"{case}/activity").links


def test_entries_come_a_page_at_a_time(office: Place, officer: Caller, olive: Desk) -> None:
    case = received(officer, rule_sets=[APPEAL])
    id = case.rpartition("/")[2]
    with office.database.writing() as connection:
        for _ in range(55):
            record(connection, NOON, "command_line", "case.exported", id)
    first = olive.opens(f"{case}/activity")
    assert (first.text.count("Exported all"), "Received the case" in first.text) == (50, False)
    (older,) = (each for each in first.links if "before=" in each)
    second = olive.opens(older)
    assert (second.text.count("Exported all"), "Received the case" in second.text) == (5, True)
    assert "The newest entries" in second.text
    assert not [each for each in second.links if "before=" in each]
    assert "There are no earlier entries." in olive.opens(f"{case}/activity?before=1").text
    for said in ("x", "-1", "0", "9" * 16):
        told = olive.opens(f"{case}/activity?before={said}", 400).text
        assert "What stands behind before= is the place of an entry: a whole number." in told


def test_an_administrator_sees_no_case_and_no_activity_of_one(office: Place, officer: Caller) -> None:
    desk(office, "admin").opens(f"{received(officer, rule_sets=[APPEAL])}/activity", 404)


def test_all_activity_is_checked_and_held_against_an_earlier_check(office: Place) -> None:
    auditor = desk(office, "auditor")
    for _ in range(2):
        office.caller("officer").post("/cases", NEW)
    page = auditor.opens("/activity/verify")
    (place,) = re.findall(r"Yes\. All ([\d,]+) entries are as they were written\.", page.text)
    (last,) = re.findall("[0-9a-f]{64}", page.text)
    held = auditor.opens(f"/activity/verify?place={place}&hash={last.upper()}")
    assert "entries are as they were written. What the earlier check found still stands." in held.text
    other = auditor.opens(f"/activity/verify?place={place}&hash={'0' * 64}")
    assert f"No. Entry {place} of the activity is not the one that an earlier check found" in other.text
    for asked in ("place=1", f"hash={last}", "place=x&hash=y"):
        wrong = auditor.opens(f"/activity/verify?{asked}", 422)
        assert (
            "Give both, as an earlier check told them: the place is a whole number, and the hash has 64" in wrong.text
        )
        assert "#place" in wrong.links
    desk(office, "officer").opens("/activity/verify", 403)
    with office.database.writing() as connection:
        without_triggers(connection, "activity")
        connection.execute(update(activity).where(activity.c.place == 2).values(actor="somebody"))
    altered = auditor.opens("/activity/verify").text
    assert "No. Entry 2 of the activity was altered or moved: its hash is not that of what it holds." in altered
    assert "All before it is as it was written. Tell whoever runs this service now" in altered
    with office.database.writing() as connection:
        for table in (activity_head, activity):
            connection.execute(delete(table))
    assert "Yes. Nothing has been written yet." in auditor.opens("/activity/verify").text
