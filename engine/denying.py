"""A sentence denied as a person would deny it: ``The notice is valid`` becomes ``The notice is not valid``.

Only where the denial can mean one thing. Of a person or a thing like others (``A person provides …``), of what must or
may be, of two things joined by ``and``, and of what is denied already, it is said that it is not the case.
"""

import re

_DEFINITE = frozenset({"The", "It", "This", "That", "They", "Regulation", "Services"})
_NOT_AFTER = frozenset({"is", "are", "was", "were", "would", "will", "could", "can", "does", "did"})
_HAVE = {"has": "does not have", "have": "do not have", "had": "did not have"}
_OWNED = frozenset({"a", "an", "the", "to", "third", "consent", "premises"})  # after ``has``, where it is the verb
_DOES = {
    "applies": "apply",
    "appeals": "appeal",
    "asks": "ask",
    "concerns": "concern",
    "explains": "explain",
    "includes": "include",
    "offers": "offer",
    "proposes": "propose",
    "provides": "provide",
    "relates": "relate",
    "relies": "rely",
    "requires": "require",
    "rests": "rest",
    "seeks": "seek",
    "states": "state",
    "undertakes": "undertake",
}
_NONE = {"Someone": "Nobody", "Somebody": "Nobody", "Something": "Nothing", "Another": "No other"}
_AMOUNTS = {
    "At least ": "Fewer than ",
    "Fewer than ": "At least ",
    "More than ": "No more than ",
    "No more than ": "More than ",
}
_SHARE = re.compile(r"(At least|Fewer than) [\d.]+% of ")  # of a group, whatever it is called
_ENTANGLED = re.compile(
    r"\b(not|no|nothing|never|none|nobody|neither|only|just|and|but|unless|because|so|if|must|may|should|both|either"
    r"|all|every|each|any|some|still|already|also|even|at least|at most|more than|fewer than|less than)\b|[;:,]",
    re.IGNORECASE,
)
_TURNS = frozenset({"that", "which", "who", "whom", "whose", "where", "when", "whether"})  # another clause begins


def denial(says: str) -> str:
    """A sentence denied, without a full stop; empty where no plain denial can mean one thing alone."""
    words = says.split()
    if turned := _turned_round(says, words):
        return turned
    if not words or words[0] not in _DEFINITE | {"There"} or _ENTANGLED.search(says):
        return ""
    if words[0] == "There":
        return _of_what_there_is(words)
    for place, word in enumerate(words[1:], start=1):
        if word in _TURNS:
            return ""
        if verb := _denying(word, words[place + 1] if place + 1 < len(words) else ""):
            return " ".join([*words[:place], verb, *words[place + 1 :]])
    return ""


def _turned_round(says: str, words: list[str]) -> str:
    """A sentence whose amount, bound or subject has an opposite: ``Fewer than``, ``later than``, ``Nobody``."""
    for begins, otherwise in _AMOUNTS.items():
        one_amount = " and " not in says or _SHARE.match(says)
        if says.startswith(begins) and one_amount and not says.startswith("At least one "):
            return otherwise + says.removeprefix(begins)
    for bound in (" no later than ", " no earlier than "):
        before, met, after = says.partition(bound)
        if met and words[0] in _DEFINITE and not _ENTANGLED.search(f"{before} {after}"):
            return f"{before}{bound.removeprefix(' no')}{after}"
    none = _NONE.get(words[0]) if words and ";" not in says else ""
    return " ".join([none, *words[1:]]) if none else ""


def _of_what_there_is(words: list[str]) -> str:
    if words[1:2] in (["is"], ["was"]) and words[2:3] in (["a"], ["an"]):
        return " ".join([*words[:2], "no", *words[3:]])
    return ""


def _denying(word: str, after: str) -> str:
    """A verb denied; empty where a word is none that is denied here."""
    if word in _NOT_AFTER:
        return f"{word} not"
    if word in _HAVE:
        return _HAVE[word] if after in _OWNED else f"{word} not"
    return f"does not {_DOES[word]}" if word in _DOES else ""
