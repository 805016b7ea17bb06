"""What the register and the tool behind it are: what is covered, on which terms, and how answers are worked out."""

from collections.abc import Iterable

from flask import render_template

from documents import LICENCE
from engine import RuleSet
from register import BULK_MANIFEST, keys, newest_head
from web import practice
from web.pages import coverage, reading
from web.pages.setting import rule_sets
from web.register import remembering
from web.shelf import shelf


def about() -> str:
    """What the register covers and what is missing, on which terms it is reused, followed and corrected."""
    with shelf().reading() as connection:
        covered = remembering.covered(connection)
        head = newest_head(connection)
        known = keys(connection)
    return render_template(
        "register/about.html", covered=covered, head=head, keys=known, licence=LICENCE,
        take_down=shelf().intake("/ask-to-take-down"), by_email=shelf().intake("/follow-by-email"),
    )  # fmt: skip


def how_this_works() -> str:
    """How it works, in the order of the Algorithmic Transparency Recording Standard, with figures of its rules."""
    every = tuple(rule_sets().values())
    return render_template(
        "register/how_this_works.html", rows=reading.overview(every), areas=coverage.areas(), counted=_counted(every),
        problem=shelf().intake("/report-a-problem"),
    )  # fmt: skip


def _counted(every: Iterable[RuleSet]) -> dict[str, int]:
    """What the rules amount to, all rule sets together."""
    rows = reading.overview(every)
    facts = [fact for row in rows for fact in row.rule_set.facts.values()]
    return {
        "provisions": sum(row.provisions for row in rows),
        "reviewed": sum(each.stage == "reviewed" for row in rows for each in row.rule_set.provisions.values()),
        "conditions": sum(row.conditions for row in rows),
        "unchecked": sum(row.unchecked for row in rows),
        "judgements": len({fact.name for fact in facts if fact.judgement}),
        "facts": len({fact.name for fact in facts if fact.given and not fact.judgement and not fact.bridge}),
        "limits": sum(len(each.limits) for row in rows for each in row.rule_set.provisions.values()),
    }


def practice_notes() -> str:
    """What people who decide wrote about provisions, the newest first."""
    return render_template("register/practice_notes.html", notes=practice.notes(), rule_sets=rule_sets())


def bulk() -> str:
    """The whole register as files, each with what is in it."""
    with shelf().reading() as connection:
        covered = remembering.covered(connection)
    return render_template("register/bulk.html", files=_FILES, manifest=BULK_MANIFEST, covered=covered, licence=LICENCE)


_FILES = {
    "decisions.jsonl": "Every decision, whole: one canonical record on each line, byte for byte as the log has it",
    "decisions.csv": "A row for each decision, for spreadsheets: its reference, day, outcome, parties and provisions",
    "decisions.parquet": "The same rows, for programs that analyse many",
    "scheme-results.jsonl": "Every scheme result, whole: one canonical record on each line",
    "scheme-results.csv": "A row for each scheme result",
    "scheme-results.parquet": "The same rows, for programs that analyse many",
}
