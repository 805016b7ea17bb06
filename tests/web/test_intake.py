"""What the public sends: the forms, what is kept of them, and the pages on which it is read and answered."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from storage import REGISTER, reported
from tests.migrated import migrated
from tests.web.desks import desk, forms_of
from tests.web.officers import Place, place
from tests.web.paging import BROWSER, Page, got

RULE = "rule_set=pharmacy/market-entry&provision=reg-31-same-or-adjacent"
SAID = "<b>Regulation 31</b> says “adjacent”."


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("intake")
    (folder / "register.sqlite").write_bytes(migrated(REGISTER))
    made = place(folder)
    yield made
    made.close()


def sent(office: Place, path: str, **fields: str) -> Page:
    """The page that a form of the public leads to."""
    answer = office.client.post(path, data=fields, headers=BROWSER, follow_redirects=True)
    return Page(answer.status_code, answer.text)


def test_a_rule_is_reported_without_an_account_and_a_number_is_given(office: Place) -> None:
    form = got(office.client, f"/report-a-problem?{RULE}")
    assert "Report a problem with this rule" in form.headings
    assert "/rule-sets/pharmacy/market-entry/provisions/reg-31-same-or-adjacent" in form.links
    page = sent(
        office, "/report-a-problem", said=SAID, contact="a@example.org", rule_set="pharmacy/market-entry",
        provision="reg-31-same-or-adjacent",
    )  # fmt: skip
    assert page.status == 200
    with office.database.reading() as connection:
        row = connection.execute(select(reported)).one()
    assert (row.sort, row.provision, row.said) == ("rule", "reg-31-same-or-adjacent", SAID)
    assert row.id[:8] in page.text


def test_no_cookie_is_set_and_nothing_is_kept_in_a_cache(office: Place) -> None:
    answer = office.client.post("/report-a-problem", data={"said": "Words"}, headers=BROWSER)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (303, "no-store")
    assert "Set-Cookie" not in answer.headers


def test_words_that_cannot_be_kept_come_back_with_what_is_wrong(office: Place) -> None:
    page = sent(office, "/ask-to-take-down", said=" ", contact="a@example.org", publication="d-1")
    assert page.status == 422
    assert "This is empty: say it in words" in page.text
    assert page.title.startswith("Error: ")
    assert page.fields["contact"] == "a@example.org"


@pytest.mark.parametrize("path", ["/report-a-problem?rule_set=%00&provision=x", "/ask-to-take-down?publication=%00"])
def test_a_form_opens_whatever_it_is_said_to_be_about(office: Place, path: str) -> None:
    assert got(office.client, path).status == 200


@pytest.mark.parametrize("number", ["1234567", "123456789", "<script>", "GGGGGGGG"])
def test_only_a_number_of_ours_is_shown(office: Place, number: str) -> None:
    assert office.client.get(f"/thank-you/{number}", headers=BROWSER).status_code == 404


def test_whoever_keeps_the_rules_reads_what_was_reported_and_answers_it(office: Place) -> None:
    sent(office, "/report-a-problem", said=SAID, rule_set="pharmacy/market-entry")
    owner = desk(office, "rule_owner")
    page = owner.opens("/problems")
    assert SAID in page.text  # as words, and not as markup
    assert "<b>Regulation 31</b>" not in page.source
    action = next(each.action for each in forms_of(page) if "/problems/" in each.action)
    id = action.rpartition("/")[2]
    answered = owner.does("/problems", action, {f"verdict.{id}": "mended", f"said.{id}": "It says so now."})
    assert "The answer is kept." in answered.text
    assert "Mended, or taken down" in answered.text


def test_an_officer_reads_and_does_not_answer_and_a_trust_sees_nothing(office: Place) -> None:
    sent(office, "/report-a-problem", said=SAID)
    page = desk(office, "officer").opens("/problems")
    assert SAID in page.text
    assert not [each for each in forms_of(page) if "/problems/" in each.action]
    assert desk(office, "trust", organisation="RXX01").client.get("/problems", headers=BROWSER).status_code == 403
