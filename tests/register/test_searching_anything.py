"""Whatever anybody types is searched for, on both databases, and no operator of either is ever let through."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from register import FACETS
from storage import Database
from tests.register.finding import look, numbers, put

OPERATORS = (
    'NEAR("pharmacy" "larkmere", 3)', "pharmacy NEAR larkmere", "title:pharmacy", "{title body}: pharmacy",
    "- title: x",
    "^pharmacy", "pharm*", '"pharm"*', "pharmacy AND larkmere", "pharmacy NOT larkmere", "NOT", "AND", "OR", "OR OR OR",
    "(pharmacy", "pharmacy)", "((((", '"', '""', '"""', '"a""b"', "pharmacy + larkmere", "a + + b", "'", "''", "\\",
    "%",
    "_", "rank:bm25(10)", "search_text", "xall", "pharmacy & larkmere", "pharmacy | !larkmere", "a <-> b", "a:*",
    "!", "!!",
    "<->", "a <2> b", "':A", "'; DROP TABLE publication; --", "1=1 UNION SELECT * FROM alias", "$$;$$", ":match", "?1",
    "\N{PILE OF POO}", "\N{FAMILY}\N{ZERO WIDTH JOINER}", "\u202epharmacy", "ﬀ ½ Ⅷ ǅ ß İ",
    "中文 Ελληνικά العربية हिन्दी",
    "\0", "pharmacy\0larkmere", "\t\r\n", "x" * 10_000, "x " * 5_000, '"' * 10_000, "-" * 10_000, "( " * 5_000,
    "OR " * 3_000, "\N{PILE OF POO}" * 3_000, "é" * 10_000, " ".join(f"w{number}" for number in range(2_000)),
)  # fmt: skip


def test_no_operator_raises_and_none_is_one(register_database: Database) -> None:
    put(register_database)
    for words in OPERATORS:
        for order in ("best", "newest"):
            look(register_database, words, order=order)
    assert numbers(look(register_database, "pharm*")) == []
    assert numbers(look(register_database, "title:relocation")) == []
    assert numbers(look(register_database, "'; DROP TABLE publication; --")) == []
    assert numbers(look(register_database, "larkmere AND pharmacy")) == [1]


_ANY = st.text(max_size=120)
_LIKELY = st.lists(
    st.sampled_from(["pharmacy", "larkmere", "OR", "-", '"', "NOT", "NEAR(", ")", "*", ":", "'", "&", "|", "ß", "\0"])
).map("".join)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=_ANY | _LIKELY, facet=st.sampled_from([*FACETS, "x"]), value=_ANY, after=_ANY, size=st.integers(-5, 500))
def test_any_text_at_all_is_searched_for(
    register_database: Database, words: str, facet: str, value: str, after: str, size: int
) -> None:
    if numbers(look(register_database, "larkmere")) == []:
        put(register_database)
    found = look(register_database, words, facets={facet: value}, after=after, size=size)
    assert len(found.hits) <= 100
    assert all(found.helps)
    look(register_database, words, after=after, size=size, order="newest")


@pytest.mark.proof
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.text(max_size=400) | _LIKELY)
def test_any_text_by_the_thousand(register_database: Database, words: str) -> None:
    if numbers(look(register_database, "larkmere")) == []:
        put(register_database)
    look(register_database, words)
