"""What a search means, in one grammar of ours. No text is refused, and nothing of it reaches a database unread.

Words must all stand there, in any order. “Words in quotation marks” stand there one after another. A hyphen before a
word or phrase leaves out what has it. OR between two takes either.
"""

import re
from dataclasses import dataclass

from register.folding import folded, stem

LONGEST = 1_000  # signs of a search that are read
MOST_TERMS = 20

_PART = re.compile(r'(?P<without>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\0": " "})


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or words that follow one another: as they are looked for, and as they were said."""

    stems: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A search that was read. Of each group of ``must`` one term at least stands there, and of ``without`` none."""

    must: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()
    helps: tuple[str, ...] = ()

    @property
    def stems(self) -> frozenset[str]:
        """Every word that is looked for."""
        return frozenset(each for group in self.must for term in group for each in term.stems)


def parse(words: str) -> Asked:
    """What was asked. It takes any text at all; ``helps`` tells what of it was left aside."""
    helps = []
    if len(words) > LONGEST:
        helps.append(f"Only the first {LONGEST:,} signs of the search were read.")
    must: list[tuple[Term, ...]] = []
    without: list[Term] = []
    either = False
    for part in _PART.finditer(words[:LONGEST].translate(_QUOTES)):
        if part["word"] == "OR" and not part["without"]:
            either = bool(must)
            continue
        if part["word"] == "NOT":
            helps.append("“NOT” is looked for as a word. To leave a word out, write a hyphen before it: -word.")
        said = tuple(folded(part["phrase"] if part["word"] is None else part["word"]))
        if not said:
            continue
        if sum(map(len, must)) + len(without) == MOST_TERMS:
            helps.append(f"Only the first {MOST_TERMS} words were looked for.")
            break
        term = Term(tuple(map(stem, said)), said)
        if part["without"]:
            without.append(term)
        elif either:
            must[-1] += (term,)
        else:
            must.append((term,))
        either = False
    if words.strip() and not must and not without:
        helps.append("The search has no letter and no digit in it, so everything is shown.")
    return Asked(tuple(must), tuple(without), tuple(dict.fromkeys(helps)))
