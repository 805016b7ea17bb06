"""The texts in the XML of a document's parts: by paragraph in Word, by cell in a sheet, and wherever else."""

import re
from collections.abc import Mapping, Sequence

from evidence import bare, masked
from keeping.nhs_numbers import in_text
from keeping.package import read_xml

_WORDS_IN = (
    "descr", "title", "instr", "tooltip", "alt", "prompt", "name", "Target", "display", "location", "displayText",
)  # fmt: skip
_VALUES_IN = (  # copies of what stands in cells and fields: filters, pivot tables, variables
    ("filter", "val"), ("customFilter", "val"), ("s", "v"), ("n", "v"), ("docVar", "val"), ("alias", "val"),
)  # fmt: skip
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_BLOCKS = ("p", "si")
_INSTRUCTIONS = ("instrText", "delInstrText")
_RUNS = ("t", "delText", *_INSTRUCTIONS)
_ACTS = re.compile(
    r"^\s*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE)\b", re.IGNORECASE | re.MULTILINE
)
_FETCHES = re.compile(r"\b(?:WEBSERVICE|RTD|IMAGE|CALL|REGISTER\.ID)\(", re.IGNORECASE)


def _tells(element: str, attribute: str, value: str) -> bool:
    """Whether an attribute holds words or a copy of a value, and an NHS number in it."""
    held = bare(attribute) in _WORDS_IN or (element, bare(attribute)) in _VALUES_IN
    return held and in_text(value)


class _Block:
    """A paragraph or a note while it is read: where it stands, its words, and the instructions of its fields."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.words: list[str] = []
        self.instructions: list[str] = []


class Paragraphs:
    """Texts by paragraph, numbered as they begin; outside paragraphs, by element. ``label`` names the part.

    ``found``: the places where NHS numbers stand, also one sign to a cell, as in the boxes of a form. ``acts``: where a
    field fetches or starts something.
    """

    def __init__(self, label: str) -> None:
        self.found: list[str] = []
        self.acts = ""
        self._label = label
        self._open: list[_Block] = []
        self._number = 0
        self._run = ""
        self._loose: list[str] = []
        self._row: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        name = bare(name)
        if name in _BLOCKS:
            self._number += 1
            of = f" of {self._label}" if self._label else ""
            self._open.append(_Block(f"paragraph {self._number}{of}"))
        elif name == "comment" and "ref" in attributes:
            self._open.append(_Block(f"the note on cell {attributes['ref']} ({self._label})"))
        elif name == "tr":
            self._row.clear()
        elif name in _RUNS:
            self._run = name
        elif self._open and name in _SIGNS:
            self._open[-1].words.append(_SIGNS[name])
        elif self._open and name == "fldChar":
            self._open[-1].instructions.append("\n")
        for key, value in attributes.items():
            if _tells(name, key, value):
                self.found.append(self._place())
            if bare(key) == "instr" and _ACTS.search(value):
                self.acts = self._place()

    def text(self, said: str) -> None:
        if not self._open:
            self._loose.append(said)
        elif self._run in _INSTRUCTIONS:
            self._open[-1].instructions.append(said)
        elif self._run:
            self._open[-1].words.append(said)

    def end(self, name: str) -> None:
        name = bare(name)
        if name in _RUNS:
            self._run = ""
        elif self._open and name in (*_BLOCKS, "comment"):
            self._close()
        elif name == "tr":
            self._look_at_boxes()
        if not self._open and self._loose:
            self._look("".join(self._loose))
            self._loose.clear()

    def _close(self) -> None:
        words, instructions = "".join(self._open[-1].words), "".join(self._open[-1].instructions)
        self._look(words)
        if box := words.strip():
            self._row.append(box if len(box) == 1 else "x")
        if in_text(instructions):
            self.found.append(self._place())
        if _ACTS.search(instructions):
            self.acts = self._place()
        self._open.pop()

    def _look(self, text: str) -> None:
        if in_text(text):
            self.found.append(self._place())

    def _look_at_boxes(self) -> None:
        if in_text(" ".join(self._row)):
            of = f" of {self._label}" if self._label else ""
            self.found.append(f"the row of boxes up to paragraph {self._number}{of}")
        self._row.clear()

    def _place(self) -> str:
        return self._open[-1].place if self._open else self._label or "the document"


class Cells:
    """The cells of one sheet and the words beside them, searched as ``Paragraphs`` are. ``texts``: what cells share."""

    def __init__(self, sheet: str, texts: Sequence[str]) -> None:
        self.found: list[str] = []
        self.acts = ""
        self._sheet = f'sheet "{masked(sheet)}"'
        self._texts = texts
        self._cell = self._kind = ""
        self._in_cell = False
        self._said: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if bare(name) == "c":
            self._in_cell = True
            self._cell, self._kind = attributes.get("r", "?"), attributes.get("t", "n")
            self._said.clear()
        for key, value in attributes.items():
            if _tells(bare(name), key, value):
                self.found.append(f"{self._sheet}, beside the cells")

    def text(self, said: str) -> None:
        self._said.append(said)

    def end(self, name: str) -> None:
        name = bare(name)
        if name in ("f", "v", "is") or not self._in_cell:
            self._look("".join(self._said), name)
            self._said.clear()
        if name == "c":
            self._in_cell = False

    def _look(self, text: str, name: str) -> None:
        if self._in_cell and name == "v":
            text = self._value(text.strip())
        if name == "f" and _FETCHES.search(text):
            self.acts = f"{self._sheet}, cell {self._cell}"
        if in_text(text):
            self.found.append(f"{self._sheet}, {f'cell {self._cell}' if self._in_cell else 'beside the cells'}")

    def _value(self, value: str) -> str:
        """What a cell shows: a shared text, or a number as it is written out."""
        try:
            if self._kind == "s":
                return self._texts[int(value)]
            if self._kind == "n" and float(value).is_integer():
                return str(int(float(value)))
        except (ValueError, IndexError, OverflowError):
            return value
        return value


def shared_texts(xml: bytes) -> list[str]:
    """The texts that cells share, in their order."""
    texts: list[list[str]] = []
    inside = False

    def start(name: str, _: Mapping[str, str]) -> None:
        nonlocal inside
        inside = inside or bare(name) == "t"
        if bare(name) == "si":
            texts.append([])

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and bare(name) != "t"

    def text(said: str) -> None:
        if inside and texts:
            texts[-1].append(said)

    read_xml(xml, start, end, text)
    return ["".join(each) for each in texts]
