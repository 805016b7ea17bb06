"""Words as they are compared: without case, accents, hyphens and apostrophes, and without the commonest endings.

Texts and searches go through the same few lines, so that both databases hold, and look for, exactly the same.
"""

import hashlib
import re
import unicodedata
from functools import lru_cache

LONGEST_WORD = 40  # signs; what is longer is cut, in texts and searches alike

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`\xad")
_VOWELS = frozenset("aeiouy")
_COMPANY = frozenset({"ltd", "limited", "plc", "llp", "llc"})


def folded(text: str) -> list[str]:
    """The words of a text, in order: “Co-operative’s Café” gives co, operatives, cafe."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", plain).casefold())
        plain = "".join(each for each in plain if not unicodedata.combining(each))
    return [word[:LONGEST_WORD] for word in _WORD.findall(plain.translate(_APOSTROPHES))]


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """What a folded word shares with its other forms: dispense, dispenses, dispensed and dispensing give dispens."""
    if len(word) < 4 or not (word.isascii() and word.isalpha()):
        return word
    word = _singular(word)
    for end in ("ing", "ed"):
        left = word.removesuffix(end)
        if left != word and len(left) > 2 and not word.endswith("eed") and _VOWELS & set(left):
            word = left
            break
    if word.endswith(("tion", "sion")) and len(word) > 5:
        word = word[:-3]
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 3 and word.endswith("y"):
        word = f"{word[:-1]}i"
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in _VOWELS else word


def stems(text: str) -> list[str]:
    """The words of a text as they are looked for."""
    return [stem(word) for word in folded(text)]


def name_token(name: str) -> str:
    """What stands for a whole name or reference: SHA/20001, sha 20001 and SHA20001 are one; so are X Ltd and X Limited.

    Empty where nothing of it can be compared.
    """
    said = folded(name)
    while len(said) > 1 and said[-1] in _COMPANY:
        said.pop()
    return _token("n", "".join(said)) if said else ""


def facet_token(facet: str, value: str) -> str:
    """What stands for one value of a facet in the full-text index."""
    return _token("f", f"{facet}\0{value}")


def _token(sort: str, of: str) -> str:
    return sort + hashlib.sha256(of.encode("utf-8", "replace")).hexdigest()[:15]


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
