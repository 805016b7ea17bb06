"""Two rule sets side by side on a page: years of the scheme, and what is said where there is nothing to compare."""

import re

import pytest
from flask.testing import FlaskClient

from tests.web.paging import got

SCHEME = "/rule-sets/maternity-incentive-scheme"
YEARS = "/rule-sets/compare?from=maternity-incentive-scheme/year-6&to=maternity-incentive-scheme/year-7"


def test_two_years_stand_side_by_side_and_first_that_nobody_checked_them(pharmacy: FlaskClient) -> None:
    page = got(pharmacy, YEARS)
    assert page.title.startswith("Maternity Incentive Scheme year 7, the ten safety actions, beside")
    first, _, rest = page.text.partition("Not checked against the published text")
    assert "Rule sets side by side" in first
    assert re.match(r" Nobody has checked \d+ conditions of Maternity Incentive Scheme year 6, the ten", rest)
    published = "Multi-professional reviews published within six months Safety action 1(c)(ii)"
    assert published in page.text
    assert "Threshold: at least 75%, was at least 60% (reviews published in time of reviews to publish" in page.text
    assert f"{SCHEME}/year-7/provisions/sa1-c-iii-external-members" in page.links


def test_two_rule_sets_of_one_document_are_told_apart_in_the_browsers_tab_and_where_they_are_chosen(
    pharmacy: FlaskClient,
) -> None:
    """The safety actions and the conditions of a year are of one document, and two years of each are compared."""
    scheme = "maternity-incentive-scheme"
    titles = {
        got(pharmacy, f"/rule-sets/compare?from={scheme}/{before}&to={scheme}/{after}").title
        for before, after in (
            ("year-5", "year-7"),
            ("year-6", "year-7"),
            ("scheme-conditions-year-5", "scheme-conditions"),
            ("scheme-conditions-year-6", "scheme-conditions"),
        )
    }
    assert len(titles) == 4
    assert (
        "Maternity Incentive Scheme year 7, its conditions, beside Maternity Incentive Scheme year 6, its conditions "
        "– Rationale"
    ) in titles
    page = got(pharmacy, "/rule-sets/compare")
    offered = re.findall(r'<option value="[^"]*">([^<]*)</option>', page.source.partition('id="to"')[0])
    assert len({*offered}) == len(offered) == 8


def test_the_page_of_a_rule_set_leads_to_those_it_can_be_compared_with(pharmacy: FlaskClient) -> None:
    page = got(pharmacy, f"{SCHEME}/year-7")
    found = [
        link for link in page.links if link.startswith("/rule-sets/compare?from=maternity-incentive-scheme/year-6")
    ]
    assert len(found) == 1
    assert got(pharmacy, found[0]).title == got(pharmacy, YEARS).title


def test_without_two_that_differ_there_is_the_form_and_nothing_beside_anything(pharmacy: FlaskClient) -> None:
    asked = got(pharmacy, "/rule-sets/compare")
    assert {"from", "to"} <= set(asked.ids)
    same = got(pharmacy, YEARS.replace("year-7", "year-6"))
    assert "These are one and the same. Choose two that differ." in same.text


@pytest.mark.parametrize("asked", ["?from=a/b", "?from=maternity-incentive-scheme/year-6&to=a/b"])
def test_a_rule_set_that_is_not_there_is_told(pharmacy: FlaskClient, asked: str) -> None:
    page = got(pharmacy, f"/rule-sets/compare{asked}", 404)
    assert "There is no rule set called a/b." in page.text


def test_where_no_two_rule_sets_share_anything_that_is_said(client: FlaskClient) -> None:
    assert (
        "No two of the rule sets that are loaded have a provision in common." in got(client, "/rule-sets/compare").text
    )
