"""The sign-off chain of an assessment: what stands is frozen, four people sign its hash in order, and it goes out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment import AssessmentRefused
from assessment.kept import Held, boards, freezing, seeing, signing, submitting
from web import loaded
from web.desk import days, sending
from web.desk.addresses import Address
from web.desk.assessment_frame import AT, changed, find, opening
from web.desk.case_frame import names_of
from web.desk.sending import Places, at_fields, typed
from web.desk.signed_in import actor
from web.kept_determinations import replaying_in
from web.office import now, office

DONE = {
    "frozen": "What stands is frozen. Read it, and then sign its hash in the order that is shown.",
    "signed": "You have signed it.",
    "submitted": "The declaration was received. Its receipt stands below.",
    "board": "The integrated care board is recorded.",
}


@dataclass(frozen=True, slots=True)
class Frozen:
    """A snapshot with the signatures on it."""

    it: freezing.Snapshot
    signed: tuple[signing.Signature, ...]

    @property
    def turn(self) -> str:
        """Whose turn it is to sign; empty where all four have."""
        return signing.next_role(self.signed)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of the ten were met, not met and not yet shown; nothing where what was frozen is no longer kept."""
        found: Mapping[str, int] = self.it.frozen.get("counts", {})
        return found

    @property
    def unsupported(self) -> tuple[tuple[int, str], ...]:
        """The actions, by number and site (none: of the trust), that the trust says are met without the evidence."""
        frozen = self.it.frozen
        if not frozen:
            return ()
        met = {
            each["site"]: {id for id, stands in each["actions"].items() if stands == "met"} for each in frozen["found"]
        }
        met[""] = set.intersection(*met.values())
        said = [(each["action"], each["site"]) for each in frozen["self_assessed"] if each["stands"] == "met"]
        return tuple((int(id.removeprefix("sa")), site) for id, site in said if id not in met[site])

    @property
    def uncounted(self) -> tuple[tuple[str, str], ...]:
        """By site: why no item of evidence counts that is named for a requirement, as it was frozen."""
        return tuple(dict.fromkeys((each["site"], each["told"]) for each in self.it.frozen.get("uncounted", ())))


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows: snapshots, the newest first; receipts; the trust's board; why it would be late now."""

    snapshots: tuple[Frozen, ...]
    receipts: tuple[submitting.Submission, ...]
    icb: str
    late: tuple[str, ...]
    names: Mapping[str, str]
    today: date

    @property
    def days_old(self) -> int:
        """How many days ago what may still be submitted was frozen; 0 where that was today, or there is none."""
        last = self.last
        return 0 if last is None or not last.it.stands or self.received else (self.today - last.it.as_at).days

    @property
    def last(self) -> Frozen | None:
        """The newest snapshot."""
        return self.snapshots[0] if self.snapshots else None

    @property
    def received(self) -> bool:
        """Whether what was frozen last has gone out."""
        return self.last is not None and self.last.it.sha256 in [each.sha256 for each in self.receipts]


def assessment_sign_off(id: str, errors: Places | None = None) -> str:
    """What was frozen, who signed it and who is next, and what was received. That it was read is kept."""
    opened, shown = opening(id, "snapshots", _look)
    return render_template(
        "desk/assessment_sign_off.html", opened=opened, shown=shown, roles=signing.ROLES, of_icb=signing.OF_ICB,
        mine=_mine(shown), london=submitting.london, errors=errors or {}, typed=request.form,
        done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def freeze_assessment(id: str) -> ResponseReturnValue:
    """Freeze what stands today under one hash. It is worked out before anybody has to wait for what is stored."""
    expected = sending.expected()
    find(id)

    def work() -> str:
        at, rules, rules_dir = now(), loaded().rule_sets, office().rules_dir
        with office().private.reading() as connection:
            proposal = freezing.work_out(connection, actor(), id, rules, days.today(), expected, rules_dir)
        with office().private.writing() as connection:
            freezing.keep(connection, at, actor(), proposal)
        return _page(id, "frozen")

    return sending.sent_apart(work, _again(id, {}))


def sign_assessment(id: str) -> ResponseReturnValue:
    """Sign the hash that the page showed, in the role whose turn it was."""
    role, sha256 = request.form.get("role", ""), request.form.get("sha256", "")
    return _changed(
        "signed", id, lambda it, expected: signing.sign(it, now(), actor(), id, role, sha256, expected), {}
    )  # fmt: skip


def submit_assessment(id: str) -> ResponseReturnValue:
    """Submit what all four signed; what is late is refused, the rule quoted, and so is what stands otherwise by now.

    How it stands by now is worked out before anybody has to wait for what is stored.
    """
    expected = sending.expected()
    find(id)

    def work() -> str:
        who = (now(), actor(), id, request.form.get("sha256", ""), loaded().rule_sets, expected)
        with office().private.reading() as connection:
            looked = submitting.look(connection, *who, replaying_in())
        with office().private.writing() as connection:
            submitting.submit(connection, *who, looked)
        return _page(id, "submitted")

    return sending.sent_apart(work, _again(id, {}))


def enter_board(id: str) -> ResponseReturnValue:
    """Say to which integrated care board the trust belongs."""
    icb, trust = typed("icb").upper(), find(id).organisation
    return _changed("board", id, lambda it, _: boards.enter(it, now(), actor(), trust, icb), {"icb": "icb"})


def _look(connection: Any, held: Held) -> Shown:
    every = [
        Frozen(each, signing.signatures(connection, each.id))
        for each in reversed(freezing.snapshots(connection, held.id))
    ]
    receipts = submitting.submissions(connection, held.id)
    by = [one for each in every for one in (each.it.by, each.it.voided.by if each.it.voided else None)]
    return Shown(
        tuple(every), receipts, seeing.icb_of(connection, held.organisation), _late(held),
        names_of(connection, [*by, *(each.by for each in receipts)]), days.today(),
    )  # fmt: skip


def _late(held: Held) -> tuple[str, ...]:
    """Why a declaration that comes now would be refused, so that nobody is surprised; nothing where it is in time."""
    try:
        return tuple(each.message for each in submitting.late_faults(loaded().rule_sets, held.year, now()))
    except AssessmentRefused as refused:
        return tuple(each.message for each in refused.faults)


def _mine(shown: Shown) -> bool:
    """Whether it is the turn of somebody like whoever asks: of the board, or of the trust; and they have not signed."""
    if shown.last is None or actor().id in [each.by for each in shown.last.signed]:
        return False
    kinds = {role.name for role in actor().roles}
    return ("icb" if shown.last.turn == signing.OF_ICB else "trust") in kinds


def _changed(
    word: str, id: str, change_it: Callable[[Any, int], object], fields: Mapping[str, str]
) -> ResponseReturnValue:
    return changed(id, _page(id, word), change_it, _again(id, fields))


def _page(id: str, word: str) -> str:
    return url_for("desk.assessment_sign_off", id=id, done=word)


def _again(id: str, fields: Mapping[str, str]) -> Callable[[Places], str]:
    return lambda errors: assessment_sign_off(id, at_fields(errors, fields))


_HERE = f"{AT}/sign-off"
ADDRESSES = (
    Address(_HERE, assessment_sign_off, "assessment.read"),
    Address(f"{_HERE}/snapshots", freeze_assessment, "assessment.change", "POST"),
    Address(f"{_HERE}/signatures", sign_assessment, "assessment.sign", "POST"),
    Address(f"{_HERE}/submissions", submit_assessment, "assessment.submit", "POST"),
    Address(f"{_HERE}/board", enter_board, "icb_trust.enter", "POST"),
)
