"""A decision about the invented garden, with the rules and the determination that its published facts give."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from documents import DecisionRecord, DeterminationMade, FactStated
from engine import ENGINE_VERSION, Determination, RuleSet, determine, load_rule_set, pack_rules, read_facts
from register import PublishedDetermination, PublishedRules, Publishing, bundle, given_of, publish
from storage import Database
from tests.engine.garden import planted
from tests.register.making import NOON, decision_record

GATE = "garden/gate"
WHY = "It tells of somebody’s private life"
QUIET = FactStated(
    "quiet",
    "Is the visitor quiet enough?",
    {"answer": True, "by": "the committee", "reasons": "Nobody complained."},
    "Yes",
    judgement=True,
)
FACTS = (
    FactStated("visited_on", "On which day was the visit?", "2012-01-01", "1 January 2012", "The book at the gate"),
    FactStated("class", "Guest or member?", "member", "Member", "The book at the gate"),
    FactStated("paid", "How much did the visitor pay?", 250, "£2.50", "The till"),
    FactStated("raining", "Did it rain?", False, "No"),
    QUIET,
)


@cache
def gate() -> tuple[RuleSet, bytes]:
    """The garden's rules, and their files, packed."""
    with TemporaryDirectory() as folder:
        root = planted(Path(folder))
        rules = load_rule_set(root / GATE)
        return rules, pack_rules(root / GATE, rules)


def gated(*redacted: str, number: int = 1) -> Publishing:
    """A decision on who may enter, of which some facts are redacted."""
    rules, files = gate()
    facts = tuple(
        replace(each, put=None, says="", source="", redacted=WHY) if each.name in redacted else each for each in FACTS
    )
    made = DeterminationMade(
        GATE, rules.title, rules.revision, "", "1 January 2012", False, ENGINE_VERSION,
        tuple(each.name for each in facts), "", "",
    )  # fmt: skip
    whole = _made(decision_record(facts=FACTS), made)
    out = _made(decision_record(facts=facts), made)
    made = replace(
        made,
        sha256=whole.id if whole.id == out.id else "",
        published_sha256=out.id,
        differs=tuple(_differs(whole, out)),
    )
    record = decision_record(number, facts=facts, determinations=(made,))
    return Publishing(
        record,
        determinations=(PublishedDetermination(out.id, out.canonical),),
        rules=(PublishedRules(rules.revision, GATE, files),),
    )


def bundled(database: Database, what: Publishing) -> bytes:
    """Publish it, and give its bundle."""
    with database.writing() as connection:
        publish(connection, NOON, what)
    with database.reading() as connection:
        return bundle(connection, what.record.id, what.record.version)


def _made(record: DecisionRecord, made: DeterminationMade) -> Determination:
    rules, _ = gate()
    return determine(rules, read_facts(rules, given_of(record, made)))


def _differs(whole: Determination, out: Determination) -> list[str]:
    questions = [f"question:{each.id}" for each in whole.questions if out.answer(each.id).outcome != each.outcome]
    now = {each.id: each.status for each in out.provisions}
    return questions + [f"provision:{each.id}" for each in whole.provisions if now[each.id] != each.status]
