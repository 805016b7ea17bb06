"""Bodies that are no JSON, too large, too deep or at odds with themselves: refused before anything is made of them."""

import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.asking import LIBRARY, WHOLE, asked, faults, problem, sent, with_facts


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "The body is empty"),
        (b"   ", "Line 1"),
        (b"{", "Line 1"),
        (b"{'rule_set': 1}", "Line 1"),
        (b'{"a": 1,}', "Line 1"),
        (b'{"a": 1} {"a": 1}', "Extra data"),
        (b"[]", "not an object"),
        (b'"library/renewals"', "not an object"),
        (b"null", "not an object"),
        (b"7", "not an object"),
        (b'\xef\xbb\xbf{"rule_set": "library/renewals"}', "byte order mark"),
        ('{"rule_set": "library/renewals"}'.encode("utf-16"), "byte order mark"),
        (b'{"rule_set": "\xff"}', "not UTF-8: byte 14"),
        (b'{"rule_set": "\xed\xa0\x80"}', "not UTF-8"),
        (b'{"rule_set": "a\nb"}', "Invalid control character"),
        (b'{"rule_set": "', "Line 1"),
        (b'{"rule_set": "\\', "Line 1"),
        (b'{"rule_set": "\\x"}', "Line 1"),
    ],
)
def test_a_body_that_is_not_one_json_object_is_refused(client: FlaskClient, body: bytes, told: str) -> None:
    answer = problem(sent(client, body), 400)
    assert told in answer["detail"]
    assert answer["type"] == "/docs#problem-not-json"


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_nan_and_the_infinities_are_refused_in_their_place(client: FlaskClient, word: str) -> None:
    body = json.dumps(WHOLE).replace('"weight": 0.5', f'"weight": {{"value": {word}}}')
    assert word in faults(sent(client, body), 400)["/facts/weight/value"]


def test_a_fact_that_is_stated_twice_is_refused_even_where_both_agree(client: FlaskClient) -> None:
    differing = f'{{"rule_set": "{LIBRARY}", "facts": {{"weight": 1, "reserved": true, "weight": 2}}}}'
    assert "two statements of this disagree" in faults(sent(client, differing), 400)["/facts/weight"]
    agreeing = differing.replace('"weight": 2', '"weight": 1')
    assert faults(sent(client, agreeing), 400) == {"/facts/weight": "this is stated twice; state it once."}
    inside = '{"rule_set": "a", "facts": {"weight": {"value": 1, "value": {"x": 1, "x": 1}}}, "rule_set": "b"}'
    assert set(faults(sent(client, inside), 400)) == {"/rule_set", "/facts/weight/value", "/facts/weight/value/x"}


@pytest.mark.parametrize("half", ["\\ud800", "\\udc00", "\\ud800x"])
def test_half_of_a_character_is_refused_before_anything_is_made_of_it(client: FlaskClient, half: str) -> None:
    as_value = f'{{"rule_set": "{LIBRARY}", "facts": {{"weight": {{"value": 1, "source": "{half}"}}}}}}'
    assert "half of a character" in faults(sent(client, as_value), 400)["/facts/weight/source"]
    as_key = f'{{"rule_set": "{LIBRARY}", "facts": {{"{half}": 1}}}}'
    assert "half of a character" in faults(sent(client, as_key), 400)["/facts"]


def test_whole_characters_beyond_the_first_plane_are_kept(client: FlaskClient) -> None:
    for source in ("📚 the shelf", "الملف", "a\u0000b"):
        response = asked(client, with_facts(weight={"value": 0.5, "source": source}))
        because = [each for finding in response.get_json()["findings"] for each in finding["because"]]
        assert source in {each["source"] for each in because}


@pytest.mark.parametrize("opened", ["[", '{"a":', '[{"a":'])
def test_nesting_ten_thousand_deep_is_refused(client: FlaskClient, opened: str) -> None:
    for body in (opened * 10_000, f'{{"rule_set": "{LIBRARY}", "facts": {{"weight": {opened * 10_000}'):
        assert "nested deeper than 32 levels" in problem(sent(client, body), 400)["detail"]


def test_brackets_in_text_are_no_nesting(client: FlaskClient) -> None:
    for source in ("[" * 100, '\\"' + "{" * 100, "\\\\"):
        assert asked(client, with_facts(weight={"value": 0.5, "source": source})).status_code == 200


def test_a_body_of_quotation_marks_is_read_in_no_time(client: FlaskClient) -> None:
    """A scan that starts again at each quotation mark would take minutes here."""
    assert problem(sent(client, b'"' + b'\\"' * 450_000), 400)


def test_a_hundred_megabytes_are_refused(client: FlaskClient) -> None:
    response = sent(client, b'{"rule_set": "' + b"a" * 100_000_000 + b'"}')
    assert problem(response, 413)["type"] == "/docs#problem-too-large"


class Endless(io.RawIOBase):
    """A body whose length nobody says, and how much of it was kept at once."""

    def __init__(self, length: int) -> None:
        self.left, self.largest_piece = length, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = min(len(buffer), self.left)
        self.largest_piece = max(self.largest_piece, size)
        buffer[:size] = b" " * size
        self.left -= size
        return size


def test_a_body_of_unknown_length_is_refused_at_the_limit_without_being_held(client: FlaskClient) -> None:
    body = Endless(100_000_000)
    response = client.post(
        "/api/v1/determinations",
        content_type="application/json",
        environ_overrides={"wsgi.input": body, "wsgi.input_terminated": True},
    )
    problem(response, 413)
    assert body.largest_piece <= 1_000_000


def test_just_under_the_limit_is_read(client: FlaskClient) -> None:
    body = json.dumps(WHOLE).encode()
    assert sent(client, body + b" " * (999_999 - len(body))).status_code == 200


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "text/html",
        "application/x-www-form-urlencoded",
        "application/jsonx",
        "application/json; charset=latin-1",
    ],
)
def test_a_body_that_is_not_sent_as_json_is_refused(client: FlaskClient, content_type: str) -> None:
    response = client.post("/api/v1/determinations", data=json.dumps(WHOLE), content_type=content_type)
    assert "application/json" in problem(response, 415)["detail"]


def test_a_compressed_body_is_refused(client: FlaskClient) -> None:
    response = client.post(
        "/api/v1/determinations",
        data=b"\x1f\x8b",
        content_type="application/json",
        headers={"Content-Encoding": "gzip"},
    )
    assert "not compressed" in problem(response, 415)["detail"]


def test_a_parameter_that_nothing_reads_is_refused(client: FlaskClient) -> None:
    response = client.post("/api/v1/determinations?record_closed=true", json=WHOLE)
    assert "'record_closed'" in problem(response, 400)["detail"]
    assert problem(client.get("/api/v1/rule-sets?kind=appeal"), 400)
