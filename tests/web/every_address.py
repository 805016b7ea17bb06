"""Every address there is, of the API and of the desk, and what can be sent to each, with one word in every place."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.web.described import described
from tests.web.desks import Desk, Form, forms_of
from tests.web.paging import BROWSER, Page
from tests.web.whole_case import Whole
from web.desk import ADDRESSES
from web.desk.addresses import Address

_CARRIED = ("form_token", "once", "version")


@dataclass(frozen=True)
class Operation:
    """An operation of the API as it is described. ``path`` has what is left open in braces."""

    method: str
    path: str
    said: Mapping[str, Any]
    act: str | None

    @property
    def asks(self) -> tuple[str, ...]:
        """The parameters that its address may have."""
        return tuple(each["name"] for each in self.said.get("parameters", ()) if each["in"] == "query")

    def body(self, api: Mapping[str, Any], word: str) -> Any:
        """A body of the right shape with the word in every text; none where it takes none."""
        content = self.said.get("requestBody", {}).get("content", {})
        return _shaped(api, content["application/json"]["schema"], word) if "application/json" in content else None

    @property
    def takes_a_file(self) -> bool:
        """Whether its body is a file as it is."""
        return "application/octet-stream" in self.said.get("requestBody", {}).get("content", {})


def operations(app: Flask) -> tuple[Operation, ...]:
    """All of the API's."""
    return tuple(
        Operation(method.upper(), path, said, said.get("x-act"))
        for path, item in described(app)["paths"].items()
        for method, said in item.items()
        if method != "parameters"
    )


def _shaped(api: Mapping[str, Any], schema: Mapping[str, Any], word: str) -> Any:
    if "$ref" in schema:
        return _shaped(api, api["components"]["schemas"][schema["$ref"].rpartition("/")[2]], word)
    if "anyOf" in schema:
        return _shaped(api, schema["anyOf"][0], word)
    if schema.get("type") == "object":
        named = {name: _shaped(api, each, word) for name, each in schema.get("properties", {}).items()}
        return named or {word: {"value": word, "source": word}}
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "array":
        return [_shaped(api, schema["items"], word)]
    if schema.get("format") == "date":
        return "2026-03-02"
    return {"boolean": False, "integer": 1, "string": word}.get(str(schema.get("type")), word)


def pages(held: Whole) -> Iterator[tuple[Address, str]]:
    """Every page of the desk, with where it stands for a case."""
    return ((each, held.address(each.rule)) for each in ADDRESSES if each.method == "GET")


def posts(held: Whole) -> Iterator[tuple[Address, str]]:
    """Every address of the desk to which a form is sent."""
    return ((each, held.address(each.rule)) for each in ADDRESSES if each.method == "POST")


def forms_to_send(page: Page) -> list[Form]:
    """The forms of a page that are posted to us."""
    methods = [attributes.get("method", "get") for tag, attributes in page.tags if tag == "form"]
    found = forms_of(page)
    assert len(methods) == len(found)
    return [form for form, method in zip(found, methods, strict=True) if method == "post"]


def with_word(form: Form, word: str) -> MultiDict[str, str]:
    """What a form would send with the word in every field, choices among them."""
    filled = MultiDict(form.fields)
    for name in list(filled):
        if name not in _CARRIED:
            filled.setlist(name, [word])
    return filled


def with_file(form: Form, name: str) -> MultiDict[str, Any]:
    """What a form would send as it stands with a file of this name in every field for one, as a browser writes it."""
    filled: MultiDict[str, Any] = MultiDict(form.fields)
    for each in form.files:
        filled.add(each, (io.BytesIO(f"a,{len(name)}\n".encode()), name.replace('"', "%22")))
    return filled


def sent(desk: Desk, form: Form, fields: Mapping[str, Any], **more: Any) -> TestResponse:
    """The answer to a form."""
    return desk.client.post(form.action, data=fields, headers={**BROWSER, **more.pop("headers", {})}, **more)
