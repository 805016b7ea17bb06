"""A year of which little is recalled, at the desk: it is offered for reading old declarations, and says so first."""

import shutil
from collections.abc import Iterator

import pytest

from app import create_app
from config import Config
from engine import load_rule_sets
from storage import REGISTER
from tests.migrated import opened
from tests.ours import RULES
from tests.web.asking import problem
from tests.web.desks import desk
from tests.web.officers import Place
from tests.web.test_api_assessments import Trust
from tests.web.una import Una, fresh

SCHEME = "maternity-incentive-scheme"
OURS = ("maternity-data-quality/cqim", *(f"{SCHEME}/{id}" for id in ("year-3", "year-4", "year-5", "verdict")))
RECALLED = "The rules of year 4 are recalled: none of their 45 conditions has been checked"
WATCHED = {"site": "north", "name": "attendance_monitored", "value": True, "source": "the audit"}
COMPARED = {
    "site": "north", "name": "rest_of_action_4_met_in_year_4", "value": True,
    "source": "the Board's minutes: compared with the published document",
}  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The application over our own rules of the scheme, to year 5."""
    folder = tmp_path_factory.mktemp("old-year")
    for id in OURS:
        shutil.copytree(RULES / id, folder / "rules" / id)
    config = Config(data_dir=folder / "data", rules_dir=folder / "rules")
    opened(config.register_url, REGISTER).close()
    made = Place(create_app(config, load_rule_sets(folder / "rules")).test_client(), opened(config.private_url))
    yield made
    made.close()


@pytest.fixture(scope="module")
def una(place: Place) -> Una:
    """Una of a trust whose assessment of year 4 is begun."""
    trust = Trust(place, fresh(), "year-4")
    return Una(place, trust, desk(place, "trust", organisation=trust.code, name="Una"))


def test_the_form_offers_years_3_and_4_after_the_newer_ones(una: Una) -> None:
    page = una.desk.opens("/assessments/new")
    offered = [page.source.index(f"Year {number}<") for number in (5, 4, 3)]
    assert offered == sorted(offered)


def test_every_page_of_it_says_first_that_it_is_recalled(una: Una) -> None:
    for side in ("", "/actions/sa4/north", "/facts", "/items", "/clock", "/last-year", "/papers"):
        page = una.opens(side)
        main = page.source.partition("<main")[2]
        assert main.index(RECALLED) < main.index("<h1"), side


def test_what_is_encoded_is_not_enough_until_the_board_has_compared_the_document(una: Una) -> None:
    una.trust.does("/facts", {"facts": [WATCHED]})
    before = una.opens("/actions/sa4/north").text
    assert "Compared with the published document of year 4: is the rest of what safety action 4 asks met?" in before
    assert una.trust.read()["counts"] == {"met": 0, "not_met": 0, "not_shown": 10}
    una.trust.does("/facts", {"facts": [COMPARED]})
    assert una.trust.read()["counts"] == {"met": 1, "not_met": 0, "not_shown": 9}


def test_it_has_no_clock_and_that_is_said(una: Una) -> None:
    told = "nothing says when the declaration of year-4 was due"
    assert told in una.opens("/clock").text.casefold()
    assert told in problem(una.trust.caller.get(f"{una.at}/clock.ics"), 422)["detail"]


@pytest.mark.parametrize("side", ["", "/provisions/sa4-the-rest", "/provisions/sa4-a-4-consultant-attendance"])
def test_its_rules_are_shown_as_recalled_before_anything_else(una: Una, side: str) -> None:
    source = una.desk.opens(f"/rule-sets/{SCHEME}/year-4{side}").source
    body = source.partition("<body")[2]  # whose title says it too
    assert body.index("from memory, not checked against the published scheme") < body.index("</h1>")


def test_what_is_not_encoded_stands_at_its_rule(una: Una) -> None:
    page = una.desk.opens(f"/rule-sets/{SCHEME}/year-4/provisions/sa4-the-rest").text
    assert "Not encoded, since it is not recalled: what was asked of anaesthetic and neonatal staff" in page
