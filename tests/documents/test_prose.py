"""What people write comes out as safe HTML: the few kinds that we take, and everything else as the text that it is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as markup

from documents import rendered
from documents.prose import Count, below, numbered

ALLOWED = {
    "p", "br", "em", "strong", "a", "h3", "h4", "ul", "ol", "li", "blockquote", "table", "caption", "thead", "tbody",
    "tr", "th", "td", "div",
}  # fmt: skip
ATTRIBUTES = {("a", "href"), ("a", "rel"), ("ol", "start"), ("th", "scope")}


def test_paragraphs_lists_quotations_emphasis_and_breaks_are_set() -> None:
    said = rendered("One *two* **three**\\\nfour\n\n- a\n  1. b\n\n> quoted\n\n5. five")
    assert said == (
        "<p>One <em>two</em> <strong>three</strong><br>\nfour</p>\n"
        "<ul>\n<li>a\n<ol>\n<li>b</li>\n</ol>\n</li>\n</ul>\n"
        "<blockquote>\n<p>quoted</p>\n</blockquote>\n"
        '<ol start="5">\n<li>five</li>\n</ol>'
    )


@pytest.mark.parametrize(
    ("written", "levels"),
    [
        ("# a\n## b\n###### c", ["h3", "h3", "h3"]),
        ("### a\n#### b\n### c", ["h3", "h4", "h3"]),
        ("#### a\n#### b", ["h3", "h4"]),  # none comes without one of the level above it
        ("#\n\n###", []),
    ],
)
def test_subheadings_have_two_levels_and_leave_none_out(written: str, levels: list[str]) -> None:
    assert re.findall(r"<(h\d)>", rendered(written)) == levels
    assert re.findall(r"<(h\d)>", below(written, 1)) == [f"h{int(each[1]) - 1}" for each in levels]


def test_a_table_has_a_caption_and_says_which_cells_are_headers() -> None:
    said = rendered("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert "<caption>Table 1</caption>" in said
    assert said.count('<th scope="col">') == 2
    assert "style" not in said


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>", "a <b onclick=x>b</b>", "<!-- c -->", "`code`", "~~no~~", "&lt;", "{{ config }}",
        "]]>", "[a](javascript:alert%281%29)", "[a](data:text/html,x)", "[a](/here)", "[a](//a.example)", "[a](https://)",
        "<mailto:a@b.example>", "---", "\u202eright to left\u202c",
    ],
)  # fmt: skip
def test_what_is_not_of_these_kinds_is_shown_as_it_was_typed(written: str) -> None:
    assert markup.fragment_fromstring(rendered(written)).text_content() == written


def test_links_lead_to_the_web_and_say_where_where_they_say_nothing_else() -> None:
    said = rendered(
        "[law](HTTPS://law.example/?a=1&b) <http://one.example> [](https://two.example) ![i](https://p.example)"
    )
    assert re.findall(r'href="([^"]*)"[^>]*>([^<]*)', said) == [
        ("HTTPS://law.example/?a=1&amp;b", "law"),
        ("http://one.example", "http://one.example"),
        ("https://two.example", "https://two.example"),
        ("https://p.example", "i"),
    ]


def test_a_link_that_leads_nowhere_is_its_text() -> None:
    assert rendered("see *[the law]()*, above") == "<p>see <em>the law</em>, above</p>"


def test_what_no_document_can_hold_is_left_out() -> None:
    assert rendered("a\x01b\x0bc\x7f\ufffed") == "<p>abcd</p>"
    assert rendered(" \n ") == ""


def test_paragraphs_are_numbered_on_and_lists_quotations_and_tables_belong_to_the_one_before() -> None:
    said, count = numbered("a\n\n- b\n\n> c\n\n| d |\n|---|\n\n### e\n\nf", Count(paragraphs=11, tables=2))
    assert re.findall(r'<p id="(para-\d+)" class="para"><span class="number">(\d+)\. </span>(\w)', said) == [
        ("para-12", "12", "a"),
        ("para-13", "13", "f"),
    ]
    assert "<caption>Table 3</caption>" in said
    assert count == Count(paragraphs=13, tables=3)


_MARKS = st.sampled_from([
    "<script>", "</script>", "<img src=x onerror=y>", "<style>", "<iframe src=//x>", "<svg/onload=x>", "<a href='",
    "<https://x onclick=y>", "<p id=para-1>", "<!--", "-->", "]]>", "&#106;", "javascript:", "[a](", "](", ")", "!",
    "](javascript:x)", '](https://x.example "t")', "\n", "\n\n", "- ", "1. ", "> ", "# ", "|", "|---|", "**", "_", "\\",
])  # fmt: skip


@given(st.lists(_MARKS | st.text(max_size=8), max_size=20).map("".join))
def test_whatever_is_typed_nothing_comes_out_that_a_page_could_run_or_load(written: str) -> None:
    whole = markup.fragment_fromstring(rendered(written), create_parent="div")
    assert {each.tag for each in whole.iter()} <= ALLOWED
    assert {(each.tag, name) for each in whole.iter() for name in each.attrib} <= ATTRIBUTES
    assert all(re.match("https?://", each.get("href"), re.IGNORECASE) for each in whole.iter("a"))
