"""A case with something of everything in it, in which every text that anybody can type is one's own."""

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from werkzeug.test import TestResponse

from keeping import calendar
from tests.assessment.small_scheme import rules_dir
from tests.keeping.making import APPEAL, FACTS, RULES
from tests.web.assessed import BOARD, TRUST, in_an_assessment
from tests.web.decided import OF_THE_ISSUED, in_everything
from tests.web.kept import LAW, LONGEST, NEW, STAYED, TODAY, Case, built
from tests.web.officers import Caller, Place

NOBODY = "0" * 32
MORE = {
    "facts": f"{FACTS}\nground text\narguable judgement\n",
    "rules": {**RULES, "argued": "when: <is_arguable> {judgement: arguable}"},
}
Words = Callable[[str], str]  # the text for a field of this name


@dataclass(frozen=True)
class Whole:
    """The case, and the ids of what is in it by the names that addresses have for them.

    ``decided``: those of a second case, in which a decision was issued and another one is drafted in its place.
    ``assessed``: those of an assessment of a trust.
    """

    case: Case
    ids: Mapping[str, str]
    decided: Mapping[str, str] = field(default_factory=dict)
    assessed: Mapping[str, str] = field(default_factory=dict)

    def address(self, rule: str, other: str = "") -> str:
        """An address of the API or the desk, of what is in this case; or with another word in each open place."""
        said = re.sub(r"<\w+:", "<", rule).replace("{", "<").replace("}", ">")
        for part in said.split("<")[1:]:
            name = part.partition(">")[0]
            said = said.replace(f"<{name}>", other or self.of(name, said))
        return said

    def of(self, name: str, rule: str) -> str:
        """The id of what is kept, under the name that an address has for it."""
        if "/assessments/" in rule:
            of_trust = name == "at" and "/facts/" in rule
            return "the-trust" if of_trust else self.assessed.get(name, NOBODY)
        if name == "id" and "/deadlines/" in rule:
            return self.ids["deadline_id"]
        if name == "id" and "/cases/" not in rule:
            return APPEAL if "/rule-sets/" in rule else NOBODY
        if self._of_decisions(rule):
            issued = name == "decision_id" and any(part in rule for part in OF_THE_ISSUED)
            return self.decided.get("issued_id" if issued else name, NOBODY)
        return "arguable" if name == "name" and "/judgements/" in rule else self.ids.get(name, NOBODY)

    def case_of(self, rule: str) -> str:
        """The case that an address is about."""
        return (self.decided if self._of_decisions(rule) else self.ids)["id"]

    def _of_decisions(self, rule: str) -> bool:
        return any(part in rule for part in ("/decision", "/letters", "/interests", "/similar", "/publications"))


def office_in(folder: Path, empty_file: Path, url: str = "", *, scheme: bool = False) -> Place:
    """An application over rules with a text, a judgement, three deadlines, and a power to put one of them off.

    Its database is one that is migrated already: at ``url``, or a copy of a file. ``scheme``: it has the two small
    years of the scheme too.
    """
    (folder / "data").mkdir()
    if scheme:
        shutil.copytree(rules_dir(), folder / "rules")
    if not url:
        shutil.copy(empty_file, folder / "data" / "private.sqlite")
    return built(folder, url, **MORE)


def whole(
    office: Place,
    officer: Caller,
    sitting: Caller,
    say: Words,
    *,
    decisions: bool = True,
    of: tuple[str, str] = (TRUST, BOARD),
    **other: Any,
) -> Whole:
    """A case of which everything is said that can be, each text in these words; and one with ``decisions``.

    ``of``: the trust that is assessed beside it, and its board.
    """
    case = _received(officer, say, **other)
    ids = {"id": case.id, "person_id": sitting.person_id, "name": "ground"}
    ids |= _of_parties(case, say) | _of_people(office, case, sitting)
    ids["item_id"] = _evidence(case, say)
    _stated(case, say, ids["item_id"])
    for closed in (True, False):
        does(case, "POST", "/record", {"closed": closed, "why": say(f"record {closed}")})
    ids["determination_id"] = case.determine(LAW).get_json()["items"][0]["id"]
    ids["deadline_id"] = _put_off(case, say)
    ids["other_id"] = _received(officer, say, **other).id
    does(case, "POST", "/links", {"other": ids["other_id"], "how": "linked"})
    does(case, "PUT", "/title", {"title": say("title again")})
    for state in ("stayed", "received"):
        does(case, "POST", "/states", {"to": state, "on": str(TODAY), "why": say(f"why {state}")})
    decided = _decided(office, officer, sitting, say, **other) if decisions else {}
    return Whole(case, ids, decided, in_an_assessment(office, *of, say=say))


def does(case: Case, method: str, at: str, body: Any, headers: Mapping[str, str] = {}) -> Any:
    """What a change of a case is answered, which must be done."""
    return _done(case.officer.change(method, f"{case.address}{at}", body, case.version, headers))


def _done(answered: TestResponse) -> Any:
    assert answered.status_code in (200, 201), answered.text
    return answered.get_json()


def _received(officer: Caller, say: Words, **other: Any) -> Case:
    appellant = {"role": "appellant", "name": say("appellant"), "personal": True, "contact": say("contact")}
    new = {**NEW, "title": say("title"), "parties": [appellant], **other}
    return Case(_done(officer.post("/cases", new))["id"], officer)


def _decided(office: Place, officer: Caller, sitting: Caller, say: Words, **other: Any) -> Mapping[str, str]:
    """A case in which there is a decision, and a draft in its place."""
    case = _received(officer, say, **other)
    board = {"role": "commissioner", "name": say("commissioner"), "personal": False, "contact": say("contact")}
    does(case, "POST", "/parties", board)
    for part, person in (("officer", officer), ("committee_member", sitting)):
        does(case, "POST", "/assignments", {"part": part, "person_id": person.person_id})
    case.states(notified_on=str(TODAY), deferred=False, stayed_on=str(STAYED), complex=True, ground=say("ground"))
    judged = {"answer": True, "decided_by": {"reasons": say("reasons"), "officer": say("officer")}}
    does(case, "POST", "/judgements", {"judgements": {"arguable": judged}})
    assert case.determine().status_code == 201
    for state in ("admissible", "determined"):
        does(case, "POST", "/states", {"to": state, "on": str(TODAY)})
    return in_everything(office, case, office.caller("reviewer"), say)


def _of_parties(case: Case, say: Words) -> dict[str, str]:
    new = {"role": "interested_party", "name": say("party"), "personal": True, "contact": say("contact")}
    party = does(case, "POST", "/parties", new)["id"]
    does(case, "PUT", f"/parties/{party}", {**new, "name": say("party again")})
    notice = {"party_id": party, "what": say("notice"), "on": str(TODAY), "how": "post"}
    mistaken, told = (does(case, "POST", "/notices", notice)["id"] for _ in range(2))
    does(case, "POST", f"/notices/{mistaken}/withdrawal", {"why": say("taken back")})
    return {"party_id": party, "told_id": told}


def _of_people(office: Place, case: Case, sitting: Caller) -> dict[str, str]:
    does(case, "POST", "/assignments", {"part": "committee_member", "person_id": sitting.person_id})
    does(case, "POST", "/assignments", {"part": "officer", "person_id": case.officer.person_id})
    with office.database.writing() as connection:
        return {"secret": calendar.new_feed(connection, datetime.now(UTC), case.officer.person_id)}


def _evidence(case: Case, say: Words) -> str:
    """Two files, of which the name of one stands in the address, and of the other in a header."""
    at = f"{case.address}/evidence?{urlencode({'name': say('file') + '.csv', 'about': say('about')})}"
    version = {"If-Match": f'"{case.version}"'}
    first = _done(case.officer.open("POST", at, version, data=f"{_plain(say('bytes'))},1\n".encode()))
    name = f"attachment; filename*=UTF-8''{quote(say('other file'), safe='')}.csv"
    named = {"If-Match": f'"{case.version}"', "Content-Disposition": name}
    _done(case.officer.open("POST", f"{case.address}/evidence", named, data=b"group,course\n"))
    return str(first["id"])


def _plain(said: str) -> str:
    """The letters of it: what looks like a web page is no evidence."""
    return "".join(each for each in said if each.isalpha())


def _stated(case: Case, say: Words, item: str) -> None:
    """Facts and judgements, each corrected once."""
    dates = {"notified_on": TODAY, "stayed_on": STAYED}
    facts: dict[str, dict[str, Any]] = {
        name: {"value": str(day), "source": say(f"source of {name}")} for name, day in dates.items()
    }
    facts |= {name: {"value": name == "complex", "source": say("source")} for name in ("deferred", "complex")}
    facts["ground"] = {"value": say("ground"), "source": say("source"), "evidence": [item]}
    does(case, "POST", "/facts", {"facts": facts})
    again = {**facts["ground"], "value": say("ground again"), "correction": say("correction")}
    does(case, "POST", "/facts", {"facts": {"ground": again}})
    beside: tuple[dict[str, Any], ...] = (
        {},
        {},
        {"dissent": say("dissent")},
        {"interest": say("interest"), "withdrew": True},
    )
    members = [{"name": say(f"member {number}"), **each} for number, each in enumerate(beside)]
    committee = {"name": say("committee"), "members": members, "quorum": 2}
    decided = (
        {"reasons": say("reasons"), "committee": committee},
        {"reasons": say("other"), "officer": say("officer")},
    )
    for place, decided_by in enumerate(decided):
        judged = {"answer": bool(place), "decided_by": decided_by, "source": say("source")}
        judged |= {"correction": say("correction")} if place else {}
        does(case, "POST", "/judgements", {"judgements": {"arguable": judged}})


def _put_off(case: Case, say: Words) -> str:
    due: str = case.deadlines()["stay_ends"]["id"]
    extended = {"to": str(LONGEST), "why": say("extension")}
    _done(case.officer.change("POST", f"/deadlines/{due}/extensions", extended, case.version))
    return due
