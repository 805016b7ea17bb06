"""Puts every published decision of fixtures/appeals to the rules, and writes docs/decisions-check.md of what they say.

Each published result is set beside the engine's answer. The tests make the same comparison. Run it again when the
rules or the case files change: `python -m scripts.check_decisions`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from engine import Determination, FactError, Need, RuleSet, capital, determine_case, load_rule_sets, words

ROOT = Path(__file__).parents[1]
APPEALS = ROOT / "fixtures" / "appeals"
PAGE = ROOT / "docs" / "decisions-check.md"
# The questions to which a published decision gives an answer, and what its answer settles.
RESULTS = {"final": "application", "disposal": "appeal", "hours_disposal": "refusal of the hours asked for"}

Case = Mapping[str, Any]
Verdict = Literal["equal", "undetermined", "excluded", "different"]
SET_ASIDE = "set aside, with reasons"


@dataclass(frozen=True)
class Compared:
    """One published result beside what the engine makes of the facts that are stated.

    ``found`` is the answer, or why the case is refused; ``possible`` the answers that are left, and ``lacking`` what
    could settle it, where it is undetermined.
    """

    case: str
    result: str
    published: str
    verdict: Verdict
    found: str = ""
    possible: tuple[str, ...] = ()
    lacking: tuple[Need, ...] = ()

    @property
    def not_stated(self) -> tuple[str, ...]:
        """The names of what could settle it."""
        return tuple(need.fact for need in self.lacking)


def main() -> None:
    """Write the page."""
    put = cases("published")
    PAGE.write_text(page(compare_all(load_rule_sets(ROOT / "rules"), put), put), encoding="utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}")


def cases(kind: str) -> dict[str, Case]:
    """The cases of one folder, by the name of their file."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((APPEALS / kind).glob("*.json"))}


def not_put() -> list[Mapping[str, str]]:
    """The decisions that cannot be put to these rules, each with a link and the reason."""
    found: list[Mapping[str, str]] = json.loads((APPEALS / "not-put.json").read_text("utf-8"))
    return found


def compare(rule_sets: Mapping[str, RuleSet], name: str, case: Case) -> list[Compared]:
    """Each result that is published, beside the engine's."""
    published = [(result, case["published"][result]) for result in RESULTS if result in case["published"]]
    try:
        made = determine_case(rule_sets, case)
    except FactError as refused:
        return [Compared(name, result, value, "excluded", str(refused)) for result, value in published]
    return [_verdict(name, result, value, made) for result, value in published]


def compare_all(rule_sets: Mapping[str, RuleSet], put: Mapping[str, Case]) -> list[Compared]:
    """Every published result of these cases, beside the engine's."""
    return [each for name, case in put.items() for each in compare(rule_sets, name, case)]


def _verdict(name: str, result: str, published: str, made: Sequence[Determination]) -> Compared:
    by = next(each for each in made if result in (question.id for question in each.rule_set.questions))
    answer = by.answer(result)
    if answer.status == "undetermined":
        lacking = {need.fact: need for need in _lacking(made, by, result)}
        return Compared(name, result, published, "undetermined", "", answer.possible, tuple(lacking.values()))
    return Compared(name, result, published, "equal" if answer.outcome == published else "different", answer.outcome)


def _lacking(made: Sequence[Determination], by: Determination, question: str) -> Iterator[Need]:
    """What could settle a question. For the answer of a rule set before it, what could settle that, if no row tells."""
    for need in by.needs_of[question]:
        bridge = by.rule_set.facts[need.fact].bridge
        earlier = next((each for each in made if bridge and each.rule_set.id == bridge[0]), None)
        if bridge and earlier and bridge[1] not in RESULTS:
            yield from _lacking(made, earlier, bridge[1])
        else:
            yield need


def page(compared: Sequence[Compared], put: Mapping[str, Case]) -> str:
    """The page: counts, a row for each decision, and what is not stated, in lists that rows share."""
    lists: dict[tuple[str, tuple[Need, ...]], list[str]] = {}
    for each in compared:
        if each.lacking:
            lists.setdefault((each.result, each.lacking), []).append(each.case)
    numbers = {key: number for number, key in enumerate(lists, start=1)}
    lines = [*_opening(compared, put), *_rows(compared, put, numbers), *_not_put()]
    lines.append(_WHAT_IS_NOT_STATED)
    for (result, lacking), names in lists.items():
        lines += _list(numbers[result, lacking], result, lacking, names)
    lines += _key(compared)
    return "\n".join(lines).rstrip() + "\n"


def _opening(compared: Sequence[Compared], put: Mapping[str, Case]) -> Iterator[str]:
    count = {verdict: sum(each.verdict == verdict for each in compared) for verdict in _MEANING}
    silent = len(put) - len({each.case for each in compared})
    yield _TOP.format(put=len(put), silent=silent)
    yield "| What came of it | Results | What that means |\n| --- | --: | --- |"
    yield from (f"| {title} | {count[verdict]} | {meaning} |" for verdict, (title, meaning) in _MEANING.items())
    why = "not put to these rules, and in no other count: [each has its reason](#decisions-that-are-set-aside)"
    yield f"| {SET_ASIDE} | {len(not_put())} | {why} |"
    yield _WHY_UNDETERMINED
    equal = [put[each.case]["published"].get("provisions", ()) for each in compared if each.verdict == "equal"]
    on = ", ".join(dict.fromkeys(name for named in equal for name in named))
    yield _CONFIRMED.format(equal=len(equal), on=on or "no provision that was named")


_TOP = """# Published decisions, and what the rules say of them

Made by `python -m scripts.check_decisions` from the rules and from the case files of
[fixtures/appeals](../fixtures/README.md). Change those, and make it again; a test says when this page is out of date.

{put} published decisions on pharmacy applications and appeals are put to the rules on SI 2013/349. A case file holds
the facts and findings that were read in a decision, or in a report of it, and nothing else; the result is never among
them. Each published result is then set beside the answer of the rules. Of {silent} of these decisions no result was
read; where nobody but the commissioner decided, the result is the commissioner's.
"""
_WHY_UNDETERMINED = """
Most of what was read are the openings of decisions, which end before the reasons. An undetermined result is therefore
no disagreement with a decision: its list says what the rules would have to know. Whoever has the full text can add it.
"""
_CONFIRMED = """
The {equal} results that are determined and equal were decided on {on}. They confirm what the rules say of that, and no
more: of the rest no published result that was read says whether it is right.
"""
_MEANING: Mapping[Verdict, tuple[str, str]] = {
    "equal": ("determined and equal", "the rules come to the published result from what is stated"),
    "undetermined": ("undetermined", "something that the result turns on is not stated; a list names it"),
    "different": ("determined otherwise", "the rules contradict the decision: there must be none"),
    "excluded": ("excluded", "the rules cannot take the case: there must be none"),
}


def _rows(compared: Sequence[Compared], put: Mapping[str, Case], numbers: Mapping[Any, int]) -> Iterator[str]:
    yield "## Case by case\n"
    yield "| Case | Provision | Published | What the rules say | What is not stated |\n| --- | --- | --- | --- | --- |"
    for name, case in put.items():
        mine = [each for each in compared if each.case == name]
        cells = [
            [f"[{case['title']}](../fixtures/appeals/published/{name}.json)"],
            [", ".join(case["published"].get("provisions", ())) or "not named"],
            [f"{RESULTS[each.result]}: {words(each.published)}" for each in mine] or ["no result was read"],
            [_says(each) for each in mine] or ["nothing to compare"],
            [_link(numbers[each.result, each.lacking], each) if each.lacking else "nothing" for each in mine],
        ]
        yield f"| {' | '.join('<br>'.join(cell) for cell in cells)} |"
    yield ""


def _says(each: Compared) -> str:
    left = [words(outcome) for outcome in each.possible]
    return {
        "equal": f"**{words(each.found)}**, as published",
        "undetermined": f"undetermined: {', '.join(left[:-1])} or {''.join(left[-1:])}",
        "different": f"**{words(each.found)}**, otherwise than published",
        "excluded": f"**excluded**: {each.found}",
    }[each.verdict]


def _link(number: int, each: Compared) -> str:
    return f"{len(each.lacking)} in [list {number}](#list-{number})"


def _list(number: int, result: str, lacking: Sequence[Need], names: list[str]) -> Iterator[str]:
    yield f"### List {number}\n"
    yield f"What becomes of the {RESULTS[result]} in {', '.join(f'`{name}`' for name in names)}:\n"
    for title, mine in (
        ("findings, which a person makes", [need for need in lacking if need.what == "find"]),
        ("facts", [need for need in lacking if need.what != "find"]),
    ):
        if mine:
            yield f"- {title}: {'; '.join(words(need.fact) for need in mine)}"
    yield ""


def _key(compared: Sequence[Compared]) -> Iterator[str]:
    asked = {words(need.fact): capital(need.ask) for each in compared for need in each.lacking}
    yield "## What each of them asks\n"
    yield "| In the lists | The question |\n| --- | --- |"
    yield from (f"| {name} | {asked[name]} |" for name in sorted(asked))


def _not_put() -> Iterator[str]:
    yield _OTHER_LAW
    yield "| Decision | Why it is not put to the rules |\n| --- | --- |"
    for each in not_put():
        what = each["what"].replace("[", "&#91;").replace("]", "&#93;")
        yield f"| [{what}]({each['url']}) | {each['why']} |"
    yield ""


_WHAT_IS_NOT_STATED = """## What is not stated

Each of these could settle a result that is undetermined; not all of them need be known. The table below says what each
asks, in full.
"""
_OTHER_LAW = """## Decisions that are set aside

These were looked at too, and are set aside, each with its reason. They are no case files: they were decided under
earlier Regulations or other law, are no decisions on an appeal, or too little was read to tell. They are counted above,
apart from the results, so that nothing that was left out is left out of the count.
"""


if __name__ == "__main__":
    main()
