"""An invented rule set with facts of every kind, and what is typed into its form."""

from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from app import create_app
from config import Config
from engine import load_rule_set

VISITS = Path(__file__).parent / "page_rules"
FORM = "/rule-sets/surgery/visits/determine"
RULES = load_rule_set(VISITS / "surgery" / "visits")


def client_of(data_dir: Path) -> FlaskClient:
    """A client of an application that holds this rule set alone."""
    return create_app(Config(data_dir=data_dir, rules_dir=VISITS)).test_client()


def day(place: str, on: str) -> dict[str, str]:
    """A day as typed: ``1/5/2024``."""
    return dict(zip((f"{place}.day", f"{place}.month", f"{place}.year"), on.split("/"), strict=True))


def typed(fields: dict[str, Any]) -> MultiDict[str, str]:
    return MultiDict(
        [(name, each) for name, held in fields.items() for each in (held if isinstance(held, list) else [held])]
    )


WHOLE: dict[str, str] = {
    **day("facts.claimed_on", "2/5/2024"),
    "facts.claimed_on.source": "the claim form",
    **day("facts.began_at", "1/5/2024"),
    "facts.began_at.time": "9:30",
    **day("facts.ended_at", "1/5/2024"),
    "facts.ended_at.time": "10:05",
    "facts.patients": "1,200",
    "facts.miles": "7.5",
    "facts.claim": "£95.20",
    "facts.claim.source": "the claim form, line 3",
    "facts.cancelled_on.state": "none",
    "facts.reference_given": "AB 12",
    "facts.kind_of_visit": "urgent",
    "facts.agreed_before": "no",
    "judgements.reasonable_to_visit": "yes",
    "judgements.reasonable_to_visit.by": "the Committee",
    "judgements.reasonable_to_visit.reasons": "The patient could not travel.\nNobody else was near.",
}
