"""Every message that a module can give, by its source: so that a new message is missed until it is shown."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


def templates(module: str) -> list[tuple[int, str]]:
    """The line and the pattern of each text of three words or more in a module, its docstrings and templates left out.

    What an f-string fills in may be anything in the pattern.
    """
    tree = ast.parse((ROOT / module).read_text("utf-8"))
    return [(node.lineno, pattern) for node in _texts(tree) if (pattern := _pattern(node))]


def unsaid(module: str, said: str) -> list[str]:
    """``module:line: pattern`` for each message that does not stand in ``said``."""
    lines = said.splitlines()
    return [
        f"{module}:{number}: {pattern}"
        for number, pattern in templates(module)
        if not any(re.search(pattern, line) for line in lines)
    ]


def _texts(node: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.JoinedStr) or (isinstance(child, ast.Constant) and isinstance(child.value, str)):
            yield child
        yield from _texts(child) if not isinstance(child, ast.JoinedStr) else _filled(child)


def _filled(text: ast.JoinedStr) -> Iterator[ast.Constant | ast.JoinedStr]:
    """The texts within what an f-string fills in."""
    for part in text.values:
        if isinstance(part, ast.FormattedValue):
            yield from _texts(part)


def _pattern(text: ast.Constant | ast.JoinedStr) -> str:
    """The pattern of a text, or nothing where it is shorter than three words, or a template of several lines."""
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    words = [str(part.value) for part in parts if isinstance(part, ast.Constant)]
    prose = " ".join(words)
    if "\n" in prose or len(prose.split()) < 3:
        return ""
    return ".*".join(re.escape(word) for word in words)
