"""The log of the register: its signed heads, the keys that sign, and proofs that it only grows."""

from collections.abc import Mapping
from typing import Any

from flask import Response

from register import (
    consistency_between,
    entry,
    head_json,
    head_since,
    heads,
    inclusion_at,
    key_json,
    keys,
    newest_head,
    root_at,
    size,
)
from schemas.publications import ConsistencySchema, HeadItems, HeadSchema, InclusionSchema, LogKeyItems
from web.api import parameters
from web.api.errors import refuse
from web.api.operations import Blueprint, operation
from web.made_once import made_once
from web.register_api.answering import COMMON, answer, given, pages
from web.shelf import shelf

_MOST = 10**15 - 1
_HEADS = 100

blueprint = Blueprint("log", __name__, url_prefix="/api/v1/log", description="By which anybody can check the register.")


@operation(blueprint, "GET", "/head", HeadSchema, None, *COMMON, "not-found", act=None, asks=("since",))
def get_head() -> Response:
    """The newest signed head; with ``since``, a size that you know, also the proof that it only grew from there."""
    said = parameters.asked("since")
    with shelf().reading() as connection:
        head = newest_head(connection)
        if head is None:
            raise refuse("not-found", "Nobody has signed this log yet: `rationale sign-head` does.")
        made = head_json(head)
        if "since" in said:
            made = head_since(connection, _number(said, "since")) or made
    return answer(HeadSchema, made)


@operation(blueprint, "GET", "/heads", HeadItems, None, *COMMON, act=None, asks=("after", "size"))
def list_heads() -> Response:
    """Signed heads, the newest first, ``size`` of them, up to 100. The header ``Link`` leads to the next page."""
    said = parameters.asked("after", "size")
    most = parameters.whole(said, "size", _HEADS, 1, _HEADS)
    after = _number(said, "after") if "after" in said else None
    with shelf().reading() as connection:
        found = heads(connection, after, most + 1)
    shown, following = found[:most], str(found[most - 1].place) if len(found) > most else ""
    links = pages("/api/v1/log/heads", next=following)
    return answer(HeadItems, {"items": [head_json(each) for each in shown]}, links)


@operation(blueprint, "GET", "/keys", LogKeyItems, None, *COMMON, act=None)
def list_keys() -> Response:
    """Every key that signs or signed, the oldest first. Each but the first is signed by the one before it."""
    parameters.asked()
    with shelf().reading() as connection:
        found = keys(connection)
    return answer(LogKeyItems, {"items": [key_json(each) for each in found]})


@operation(
    blueprint, "GET", "/inclusion", InclusionSchema, None, *COMMON, "not-found", act=None, asks=("leaf", "tree_size")
)
def get_inclusion() -> Response:
    """What a ``leaf`` is, counted from 0, and the proof that it stands in the log of ``tree_size`` leaves."""
    said = parameters.asked("leaf", "tree_size")
    leaf = _number(said, "leaf")
    with shelf().reading() as connection:
        whole = _number(said, "tree_size") if "tree_size" in said else size(connection)
        key = ("inclusion", str(leaf), str(whole))
        text = made_once(connection, key, lambda: _included(connection, leaf, whole)).decode()
    return given(text)


def _included(connection: Any, leaf: int, whole: int) -> bytes:
    path, held = inclusion_at(connection, leaf, whole), entry(connection, leaf)
    made = {
        "leaf_index": leaf, "leaf_hash": held.leaf_hash, "sort": held.sort, "publication": held.publication_id or "",
        "version": held.version, "tree_size": whole, "root": root_at(connection, whole), "path": path,
    }  # fmt: skip
    text: str = InclusionSchema().dumps(made)
    return text.encode()


@operation(
    blueprint, "GET", "/consistency", ConsistencySchema, None, *COMMON, "not-found", act=None, asks=("first", "second")
)
def get_consistency() -> Response:
    """The proof that the log of ``first`` leaves is the beginning of that of ``second``, or of the whole.

    With it a head that you kept, of ``first`` leaves, is compared with a proof over ``second``, or the other way round.
    """
    said = parameters.asked("first", "second")
    first = _number(said, "first")
    with shelf().reading() as connection:
        second = _number(said, "second") if "second" in said else size(connection)
        made = {
            "path": consistency_between(connection, first, second),
            "first": first, "first_root": root_at(connection, first),
            "second": second, "second_root": root_at(connection, second),
        }  # fmt: skip
    return answer(ConsistencySchema, made)


def _number(said: Mapping[str, str], name: str) -> int:
    """A number that has to be there. Raises Refused."""
    if name not in said:
        raise refuse("bad-parameter", f"Say {name}, a whole number: ?{name}=0.")
    return parameters.whole(said, name, 0, 0, _MOST)
