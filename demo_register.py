"""The last act of the play: the issued decision is published, and then found, verified and made again by the public.

What the public does is done to the public site itself, which knows nothing of the case.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from casework import today
from casework.publishing import (
    Drawn,
    Line,
    Outlet,
    Redacting,
    approve,
    draft,
    drawn_of,
    gate,
    publish,
    redact,
)
from config import Config
from demo_sample import held
from demo_stage import Stage
from documents import FORMATS_OF, Format, PDFUnavailable, Record, published_pdf
from engine import day
from people import Actor
from register import Check, Published, Rerun, holds, rerun, signs_with, verify
from register_app import create_register_app
from storage import REGISTER, Database, bring_up

SITE = "http://127.0.0.1:8000"  # where serve-register shows it


class NotSeen(Exception):
    """The public does not see what was published."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the public has of the decision: files by their names, what its proof shows, and its bundle, made again."""

    files: Mapping[str, bytes]
    checks: tuple[Check, ...]
    again: Rerun

    @property
    def holds(self) -> bool:
        """Whether the proof holds, and everything came out as published."""
        return holds(self.checks) and self.again.holds


def publishes(stage: Stage, config: Config) -> Published | None:
    """Prepare the issued decision, have two people approve it, and publish it; none where something stands in the way.

    What is about a person is redacted, all of it. The register is a new one, where ``config`` has it.
    """
    publisher = stage.person("P. Invented", "publisher")
    _prepares(stage)
    _is_approved(stage, publisher)
    if any(line.lacking for line in _looks_at_the_table(stage)):
        return None
    with closing(Database(config.register_url)) as register:
        bring_up(register, REGISTER)
        return _goes_out(stage, register, config.signing_file, publisher)


def looks(stage: Stage, config: Config, out: Published, words: str) -> Seen:
    """What a member of the public does who looks for these words: find it, save it, check it, make it again.

    Raises NotSeen where it is not found.
    """
    client = create_register_app(config, stage.rule_sets).test_client()
    path = f"/decisions/{out.id}"
    _finds(stage, client, path, words)
    files = _saves(client, path, [each for name, each in FORMATS_OF.items() if stage.pdf or name != "pdf"])
    stage.say("Saved in every format", [f"{name}: {len(content):,} bytes" for name, content in files.items()])
    seen = Seen(files, verify(files["proof.json"]), _made_again(files["bundle.zip"]))
    stage.say("Verified, from the proof alone", [each.says for each in seen.checks])
    stage.say("Made again, from the bundle alone", list(_told(seen.again)))
    return seen


def _prepares(stage: Stage) -> None:
    with stage.database.writing() as connection:
        draft(connection, stage.now, stage.officer, stage.case_id, stage.decision.id)
    drawn = _drawn(stage)
    if drawn.personal:
        asked = [Redacting(each.pointer, reason="personal") for each in drawn.personal]
        stage.prepares(stage.officer, redact, asked)
    told = [f"Not published: {each.what}." for each in drawn.personal] or ["Nothing in it is about a person."]
    told.append(f"Its summary, which people may rewrite: {drawn.record.summary}")
    stage.say("Prepared for publication by O. Invented", told)


def _is_approved(stage: Stage, publisher: Actor) -> None:
    content, two = _drawn(stage).content, (stage.reviewer, publisher)
    for who in two:
        stage.prepares(who, approve, content)
    stage.say("Approved as it stands", [f"By {who.name}, who did not prepare it." for who in two])


def _looks_at_the_table(stage: Stage) -> tuple[Line, ...]:
    drawn = _drawn(stage)
    with stage.database.reading() as connection:
        lines = gate(connection, stage.now, drawn)
    stage.say("What must hold before it is published", [told for line in lines for told in held(line)])
    return lines


def _goes_out(stage: Stage, register: Database, key: Path, publisher: Actor) -> Published:
    prepared, sign = stage.prepared, signs_with("", key)
    about = (stage.now, publisher, prepared.id, stage.live, prepared.version)
    lacking = "" if stage.pdf else "you asked for none."
    try:
        out = publish(Outlet(stage.database, register, sign, _pdf if stage.pdf else None), *about)
    except PDFUnavailable as why:  # the other formats go out without it
        out, lacking = publish(Outlet(stage.database, register, sign), *about), str(why)
    told = [
        f"By {publisher.name}, on {day(today(stage.now))}, for good at {SITE}/decisions/{out.id}",
        f"SHA-256 of its record: {out.sha256}. It is leaf {out.leaf_index} of the log, whose head was signed.",
        *([f"Without a PDF, as only this play may: {lacking}"] if lacking else []),
    ]
    stage.say(f"Published as {prepared.reference}", told)
    return out


def _pdf(record: Record) -> bytes:
    return published_pdf(record, f"{SITE}/decisions/{record.id}")


def _drawn(stage: Stage) -> Drawn:
    prepared, case = stage.prepared, stage.case
    with stage.database.reading() as connection:
        return drawn_of(connection, stage.now, prepared, case, stage.live)


def _finds(stage: Stage, client: FlaskClient, path: str, words: str) -> None:
    told = []
    for where, address in (("search", "/decisions"), ("feed", "/decisions/feed.atom")):
        asked = f"{address}?{urlencode({'q': words})}"
        if path not in _held(client.get(asked, base_url=SITE)).decode():
            raise NotSeen(f"the decision does not stand in {asked}")
        told.append(f"In the {where}: {SITE}{asked}")
    stage.say(f"Found on the public site by “{words}”", told)


def _saves(client: FlaskClient, path: str, formats: Iterable[Format]) -> dict[str, bytes]:
    """These formats, the proof and the bundle; no PDF where this machine cannot make one."""
    files = {}
    for each in formats:
        answer = client.get(f"{path}{each.ending}", base_url=SITE)
        if answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
            files[f"decision{each.ending}"] = _held(answer)
    for name, where in (("proof.json", "proof"), ("bundle.zip", "bundle.zip")):
        files[name] = _held(client.get(f"{path}/{where}", base_url=SITE))
    return files


def _held(answer: TestResponse) -> bytes:
    if answer.status_code != HTTPStatus.OK:
        raise NotSeen(f"{answer.request.path} is answered with {answer.status}")
    content: bytes = answer.data
    return content


def _made_again(bundle: bytes) -> Rerun:
    with TemporaryDirectory() as folder:
        return rerun(bundle, Path(folder))


def _told(again: Rerun) -> Iterator[str]:
    for part in again.parts:
        yield f"{part.title}: {part.says}"
        yield from (f"Nobody can put this to the rules, as it is not published: {each.asks}" for each in part.redacted)
        yield from (f"So this answer of the decision cannot be made again: {each.asks}" for each in part.lost)
    yield from again.faults
