"""GET /api/v1/rule-sets and one of them."""

from flask.testing import FlaskClient


def test_the_list_says_what_each_rule_set_is_and_how_much_is_unchecked(client: FlaskClient) -> None:
    (item,) = client.get("/api/v1/rule-sets").get_json()["items"]
    assert list(item) == ["id", "title", "kind", "revision", "provisions", "unchecked"]
    assert (item["id"], item["kind"], item["provisions"]) == ("library/renewals", "appeal", 3)
    assert item["unchecked"] == 5  # the four conditions and the exception of rule 1 as it stands since 2020
    assert len(item["revision"]) == 64


def test_one_rule_set_is_whole(client: FlaskClient) -> None:
    got = client.get("/api/v1/rule-sets/library/renewals").get_json()
    assert got["instrument"]["id"] == "invented/library-rules"
    assert got["covers"] == {"from": "2010-04-01", "to": "2030-03-31"}
    assert [line["outcome"] for line in got["questions"][0]["lines"]] == [
        "refuse",
        "renew_by_favour",
        "renew",
        "refuse",
    ]
    assert got["questions"][0]["lines"][1]["if_used"] == "favour_shown"
    rule = got["provisions"][0]
    assert rule["citation"] == {
        "instrument": "invented/library-rules",
        "provision": "rule 1",
        "url": "https://example.org/library-rules",
    }
    assert [(version["from"], version["to"]) for version in rule["versions"]] == [
        ("2020-01-01", "2030-03-31"),
        ("2010-04-01", "2019-12-31"),
    ]
    assert [condition["id"] for condition in rule["versions"][0]["conditions"]] == [
        "few",
        "light",
        "owed",
        "order",
        "overdue",
    ]
    assert rule["versions"][0]["conditions"][4]["exception"] is True
    assert rule["versions"][0]["gives"][0]["name"] == "due_again_on"
    assert (rule["effect"], got["provisions"][2]["effect"]) == (None, "may")


def test_facts_say_what_may_be_stated_and_under_what(client: FlaskClient) -> None:
    facts = {fact["name"]: fact for fact in client.get("/api/v1/rule-sets/library/renewals").get_json()["facts"]}
    assert facts["reader_class"]["options"] == ["adult", "junior", "housebound"]
    assert facts["renewals_so_far"]["domain"] == {"from": 0, "to": 99}
    assert facts["in_good_order"]["judgement"] is True
    assert facts["due_on"]["given"] is True
    assert facts["due_on"]["about"] == ""
    assert facts["fines_owed"]["type"] == "money"


def test_a_fact_about_the_trust_says_so(pharmacy: FlaskClient) -> None:
    got = pharmacy.get("/api/v1/rule-sets/maternity-incentive-scheme/year-7").get_json()
    facts = {fact["name"]: fact["about"] for fact in got["facts"]}
    assert (facts["july_2025_submitted_on"], facts["point_of_care_drills"]) == ("trust", "")


def test_an_id_is_found_in_whichever_case(client: FlaskClient) -> None:
    for path in ("LIBRARY/Renewals", "library%2Frenewals", "library%2FREnewals"):
        assert client.get(f"/api/v1/rule-sets/{path}").get_json()["id"] == "library/renewals"


def test_the_project_s_own_rule_sets_are_there(pharmacy: FlaskClient) -> None:
    items = pharmacy.get("/api/v1/rule-sets").get_json()["items"]
    assert {"pharmacy/market-entry", "pharmacy/appeal-procedure"} <= {item["id"] for item in items}
    for item in items:
        got = pharmacy.get(f"/api/v1/rule-sets/{item['id']}").get_json()
        assert len(got["provisions"]) == item["provisions"]
        assert got["revision"] == item["revision"]
