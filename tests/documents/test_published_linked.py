"""Published records as JSON-LD: nothing to fetch, every name explained, and what matters can be read back."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from documents import Record, published_jsonld
from documents.published_linked import CONTEXT
from tests.documents.published import ADDRESS, DECISION, ELSEWHERE, PARAGRAPHS, RECORDS, RESULT, told

AT = f"{ADDRESS}#"


def graph(record: Record) -> dict[str, dict[str, Any]]:
    """The nodes of a record, by their ids."""
    held = {each["@id"]: each for each in json.loads(published_jsonld(record, ADDRESS))["@graph"]}
    return held | {each["@id"]: each for each in list(nested(list(held.values()))) if "@id" in each}


def texts(thing: Any) -> Iterator[str]:
    """Every text in what was read, but for what a fact was put as."""
    if isinstance(thing, dict):
        yield from texts([each for name, each in thing.items() if name != "put"])
    elif isinstance(thing, list):
        for each in thing:
            yield from texts(each)
    elif isinstance(thing, str):
        yield thing


def nested(thing: Any) -> Iterator[dict[str, Any]]:
    """Every object in what was read, however deep, but for what a fact was put as."""
    if isinstance(thing, dict):
        yield thing
        yield from nested([each for name, each in thing.items() if name != "put"])
    elif isinstance(thing, list):
        for each in thing:
            yield from nested(each)


@pytest.mark.parametrize("name", RECORDS)
def test_its_context_is_inside_and_explains_every_name(name: str) -> None:
    said = json.loads(published_jsonld(RECORDS[name], ADDRESS))
    assert isinstance(said["@context"], dict)
    known = set(said["@context"])
    for node in nested(said["@graph"]):
        assert {each for each in node if not each.startswith("@")} <= known
        kinds = node.get("@type", [])
        prefixes = {each.split(":")[0] for each in ([kinds] if isinstance(kinds, str) else kinds)}
        assert prefixes <= {"schema", "prov", "rationale"}


@pytest.mark.parametrize("name", RECORDS)
def test_whatever_it_refers_to_within_itself_is_there(name: str) -> None:
    said = json.loads(published_jsonld(RECORDS[name], ADDRESS))
    links = {each for each, held in said["@context"].items() if isinstance(held, dict) and held.get("@type") == "@id"}
    nodes = graph(RECORDS[name])
    for node in nested(said["@graph"]):
        for link in links & set(node):
            held = node[link] if isinstance(node[link], list) else [node[link]]
            assert {each for each in held if isinstance(each, str) and each.startswith(AT)} <= set(nodes)


@pytest.mark.parametrize("name", RECORDS)
def test_it_holds_every_word_of_the_record(name: str) -> None:
    said = " ".join(" ".join(texts(json.loads(published_jsonld(RECORDS[name], ADDRESS))["@graph"])).split())
    assert [words for words in told(RECORDS[name]) if words not in said] == []


def test_what_was_found_what_it_rests_on_and_what_parties_can_do_next_can_be_read_back() -> None:
    nodes = graph(DECISION)
    for place, found in enumerate(DECISION.findings, start=1):
        node = nodes[f"{AT}finding-{place}"]
        assert (node["rule"], node["identifier"]) == (f"{found.rule_set}/{found.provision}", found.condition)
        assert (node["statement"], node["status"]) == (found.statement, found.status)
        assert [nodes[each]["name"] for each in node.get("wasDerivedFrom", [])] == list(found.because)
    assert nodes[f"{AT}decision"]["nextSteps"] == list(DECISION.next_steps)
    assert nodes[f"{AT}decision"]["supersedes"] == DECISION.supersedes


def test_no_day_stands_where_prov_o_has_a_moment() -> None:
    days = {each["@id"] for each in CONTEXT.values() if isinstance(each, dict) and each.get("@type") == "xsd:date"}
    assert "rationale:on" in days
    assert not [each for each in days if each.startswith("prov:")]


def test_reference_day_outcome_and_parties_can_be_read_back() -> None:
    nodes = graph(DECISION)
    decision = nodes[nodes[ADDRESS]["about"]]
    assert decision["legislationIdentifier"] == DECISION.reference
    assert decision["legislationDate"] == DECISION.decided_on
    assert decision["final"] == {"identifier": DECISION.final.id, "name": DECISION.final.says}
    assert decision["disposal"]["identifier"] == DECISION.disposal.id
    assert [nodes[each]["name"] for each in decision["contributor"]] == [each.name for each in DECISION.parties]
    assert nodes[decision["wasGeneratedBy"]]["on"] == DECISION.decided_on


def test_every_paragraph_can_be_read_back_by_its_number() -> None:
    nodes = graph(DECISION)
    found = [each for section in nodes[f"{AT}decision"]["hasPart"] for each in section["hasPart"]]
    assert [(each["@id"], each["position"]) for each in found] == [(f"{AT}para-{n}", n) for n in (1, 2, 3)]
    for each, text in zip(found, PARAGRAPHS, strict=True):
        assert each["text"].startswith(text)
    assert "at seven in summer" in found[1]["text"]


def test_every_provision_that_was_applied_can_be_read_back() -> None:
    nodes = graph(DECISION)
    found = [nodes[each] for each in nodes[f"{AT}decision"]["citation"]]
    assert [(each["legislationIdentifier"], each["url"], each["status"]) for each in found] == [
        (each.cited, each.url, each.status) for each in DECISION.applied
    ]


def test_a_proposal_is_derived_from_facts_and_rules_and_a_fact_that_is_redacted_has_no_value() -> None:
    nodes = graph(DECISION)
    proposal = nodes[f"{AT}determination-1"]
    assert [nodes[each]["name"] for each in proposal["wasDerivedFrom"][1:]] == list(DECISION.determinations[0].given)
    assert nodes[proposal["wasDerivedFrom"][0]]["revision"] == DECISION.determinations[0].revision
    assert set(nodes[f"{AT}fact-patient_need"]) == {"@id", "@type", "name", "asks", "redacted"}
    assert nodes[f"{AT}fact-offers_improvements"]["put"] is True


def test_a_version_revises_the_one_before_and_one_made_elsewhere_derives_from_its_source() -> None:
    assert graph(DECISION)[ADDRESS]["wasRevisionOf"] == f"{ADDRESS}/versions/1"
    assert ELSEWHERE.source is not None
    assert ELSEWHERE.source.url in graph(ELSEWHERE)[ADDRESS]["wasDerivedFrom"]


def test_the_result_of_a_trust_can_be_read_back() -> None:
    nodes = graph(RESULT)
    result = nodes[f"{AT}result"]
    assert (result["identifier"], tuple(result["achieved"]), result["outOf"]) == (RESULT.reference, RESULT.achieved, 10)
    assert nodes[result["about"]]["identifier"] == RESULT.ods_code
