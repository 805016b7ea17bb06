"""JSON files that people write: exact numbers, and a refusal of what readers of JSON pass over in silence."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

MOST_BYTES = 5_000_000


def read_json(path: Path) -> dict[str, Any]:
    """The one JSON object that a file holds; decimals stay exact. ValueError says what is wrong with the file."""
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(
            f"this file is too large: at most {MOST_BYTES // 1_000_000} MB are read. Put rows into a table"
        )
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise ValueError(f"this is not text in UTF-8 (see byte {wrong.start}): save it as UTF-8") from None
    try:
        read = json.loads(text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once)
        json.dumps(read, ensure_ascii=False, default=str).encode()
    except json.JSONDecodeError as wrong:
        raise ValueError(f"line {wrong.lineno}, column {wrong.colno}: this is not JSON ({wrong.msg})") from None
    except UnicodeEncodeError:
        raise ValueError("a text in it holds half of a character (a lone surrogate): write it again") from None
    except RecursionError:
        raise ValueError("it is nested too deep: a file of facts needs four levels") from None
    if not isinstance(read, dict):
        raise ValueError('this is JSON, but not an object: write {"facts": {…}}')
    return read


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number that a fact can have")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; of two equal keys, which readers drop one of, the file is told."""
    read = dict(pairs)
    if len(read) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"'{twice}' stands twice in one object: keep one of the two")
    return read
