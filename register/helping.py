"""What to try where a search found nothing: other words, fewer of them, fewer filters, a reference as it is written."""

from collections.abc import Iterator, Mapping
from string import ascii_lowercase

from sqlalchemy import Connection, func, select

from register import full_text
from register.entries import FACETS
from register.folding import facet_token
from register.full_text import Match
from register.query import Asked, Term
from storage import search_entry, search_word

MOST_COUNTED = 1_000
_MOST_NEAR = 3
_LONGEST_TRIED = 20  # signs of a word that may be misspelt


def helps(connection: Connection, asked: Asked, chosen: Mapping[str, str]) -> Iterator[str]:
    """Sentences for whoever found nothing, the likeliest first."""
    if full_text.count(connection, Match(), 1) == 0:
        yield "Nothing has been published in this register yet."
        return
    yield from _fewer_filters(connection, asked, chosen)
    terms = [term for group in asked.must for term in group]
    unknown = [word for term in terms for word in term.words if not _stands(connection, term, word)]
    for word in dict.fromkeys(unknown):
        near = _near(connection, word)
        tried = f" Did you mean {' or '.join(f'“{each}”' for each in near)}?" if near else ""
        yield f"The word “{word}” stands in no publication.{tried}"
    if not unknown and len(asked.must) > 1:
        yield _each_alone(connection, asked)
    if not unknown and any(len(term.words) > 1 for term in terms):
        yield "Words in quotation marks, or joined by a hyphen, must follow one another. Look for them without."
    if asked.without and asked.must:
        yield "A hyphen before a word leaves out every publication that has the word. Look without it."
    if any(sign.isdigit() for word in unknown for sign in word):
        example = connection.scalar(select(search_entry.c.reference).order_by(search_entry.c.docid.desc()).limit(1))
        yield f"References are written as they stand in decisions, such as “{example}”."


def printable(said: str) -> str:
    """What somebody sent, so that it can be shown: short, and with nothing that no page could hold."""
    return "".join(each if each.isprintable() else "?" for each in said[:60])


def _fewer_filters(connection: Connection, asked: Asked, chosen: Mapping[str, str]) -> Iterator[str]:
    for name in chosen:
        tokens = tuple(facet_token(*each) for each in chosen.items() if each[0] != name)
        many = full_text.count(connection, Match(asked.must, asked.without, tokens), MOST_COUNTED + 1)
        if many:
            said = f"more than {MOST_COUNTED:,}" if many > MOST_COUNTED else f"{many:,}"
            are = "is" if many == 1 else "are"
            yield f"Without the filter “{FACETS[name]}: {printable(chosen[name])}”, {said} {are} found."


def _each_alone(connection: Connection, asked: Asked) -> str:
    told = []
    for group in asked.must:
        many = full_text.count(connection, Match((group,)), MOST_COUNTED + 1)
        said = f"more than {MOST_COUNTED:,}" if many > MOST_COUNTED else f"{many:,}"
        told.append(f"“{' OR '.join(' '.join(term.words) for term in group)}” {said}")
    return f"No publication has all of it. By itself, this is how many have each: {', '.join(told)}."


def _stands(connection: Connection, term: Term, word: str) -> bool:
    stem = term.stems[term.words.index(word)]
    return connection.scalar(select(func.count()).where(search_word.c.stem == stem)) != 0


def _near(connection: Connection, word: str) -> list[str]:
    """Words of the register that are one slip of a hand away, the commonest first."""
    if not (word.isascii() and 2 < len(word) <= _LONGEST_TRIED):
        return []
    wanted = select(search_word.c.word).where(search_word.c.word.in_(sorted(_slips(word))))
    return list(connection.scalars(wanted.order_by(search_word.c.docs.desc(), search_word.c.word).limit(_MOST_NEAR)))


def _slips(word: str) -> set[str]:
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    left_out = {a + b[1:] for a, b in cuts if b}
    turned = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    other = {a + each + b[1:] for a, b in cuts if b for each in ascii_lowercase}
    more = {a + each + b for a, b in cuts for each in ascii_lowercase}
    return (left_out | turned | other | more) - {word}
