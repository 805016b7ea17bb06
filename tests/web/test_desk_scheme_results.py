"""A trust’s result is entered, approved and published by another, corrected and withdrawn; a trust sees its own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from storage import REGISTER
from tests.migrated import opened
from tests.web.desks import Desk, desk
from tests.web.officers import Place, place
from tests.web.paging import BROWSER, read

pytestmark = pytest.mark.proof

NEW = "/trust-results/new"
TYPED = {
    "year": "7", "ods_code": "rx1", "trust": "Larkmere University Hospitals NHS Trust", "of": "10",
    "achieved": "1, 2, 4",
    "history.0.status": "self_assessed", "history.0.on.day": "2", "history.0.on.month": "2",
    "history.0.on.year": "2026", "history.2.status": "validated", "history.2.on.day": "2", "history.2.on.month": "3",
    "history.2.on.year": "2026",
}  # fmt: skip


@dataclass(frozen=True)
class Scheme:
    """An office with a scheme officer and a publisher."""

    place: Place
    sam: Desk
    petra: Desk

    def entered(self) -> str:
        """Where the result stands that Sam enters."""
        answer = self.sam.sends(self.sam.opens(NEW), NEW, TYPED)
        assert answer.status_code == 303, answer.text[:3000]
        return urlsplit(answer.headers["Location"]).path


@pytest.fixture
def scheme(tmp_path: Path) -> Iterator[Scheme]:
    register = opened(f"sqlite:///{tmp_path / 'register.sqlite'}", REGISTER)
    made = place(tmp_path)
    app = made.client.application
    app.extensions["rationale.outlet"] = replace(app.extensions["rationale.outlet"], pdf=None)
    yield Scheme(made, desk(made, "scheme_officer", name="Sam"), desk(made, "publisher", name="Petra"))
    made.close()
    register.close()


def test_it_is_entered_published_corrected_and_withdrawn(scheme: Scheme) -> None:
    at = scheme.entered()
    shown = scheme.petra.opens(at)
    assert "3 of 10 safety actions were validated as met by Larkmere" in shown.text
    assert f'action="{at}"' not in shown.source  # who does not enter results is not shown how
    assert f'action="{at}/approved"' not in scheme.sam.opens(at).source
    scheme.petra.does(at, f"{at}/approved")
    assert "It is published." in scheme.petra.does(at, f"{at}/published").text
    out = read(scheme.place.client.get("/scheme-results", headers=BROWSER), 200)
    assert "SAMPLE-MIS/7/RX1" in out.text
    assert "What is published stays as it is" in scheme.sam.does(at, at, {"achieved": "1, 2"}).text
    scheme.petra.does(at, f"{at}/why", {"what": "correction", "says": "Action 4 was not met."})
    scheme.petra.does(at, f"{at}/approved")
    assert "The next version is published." in scheme.petra.does(at, f"{at}/corrected").text
    unsaid = scheme.petra.sends(scheme.petra.opens(at), f"{at}/withdrawn", {"reason": ""})
    assert "This is empty" in read(unsaid, 422).text
    assert "It is withdrawn" in scheme.petra.does(at, f"{at}/withdrawn", {"reason": "It was of another year."}).text
    assert "SAMPLE-MIS/7/RX1" in scheme.sam.opens("/trust-results").text


def test_what_is_typed_wrongly_is_told_at_its_field_and_kept(scheme: Scheme) -> None:
    wrong = {**TYPED, "year": "seven", "of": "", "ods_code": "", "history.0.on.month": "13", "achieved": "1, 1"}
    page = read(scheme.sam.sends(scheme.sam.opens(NEW), NEW, wrong), 422)
    for place_of in ("year", "of", "ods_code", "achieved", "history.0.on"):
        assert f'id="{place_of}-error"' in page.source, place_of
    assert "Larkmere University Hospitals NHS Trust" in page.source


def test_a_trust_sees_its_own_result_and_no_other(scheme: Scheme) -> None:
    at = scheme.entered()
    mine, other = (desk(scheme.place, "trust", organisation=code) for code in ("RX1", "RX2"))
    assert "Larkmere University Hospitals" in mine.opens(at).text
    assert "SAMPLE-MIS/7/RX1" in mine.opens("/trust-results").text
    assert other.client.get(at, headers=BROWSER).status_code == 404
    assert "None has been entered that you may read." in other.opens("/trust-results").text
