"""The shapes of what tells who somebody is, as patterns that are tried on a text in plain signs.

Plain signs are those of a keyboard: wide letters, dashes of print and signs that nobody sees hide nothing.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

_SAFE = re.compile(
    r"https?://(?:www\.)?legislation\.gov\.uk/\S*"  # the law
    r"|(?<![0-9a-z])(?=[0-9a-f]*\d)[0-9a-f]{16,}(?![0-9a-z])",  # hashes, and ids of ours
    re.IGNORECASE,
)
_DASHES = "\u2010\u2011\u2012\u2013\u2212\ufe58\ufe63\uff0d"
_RAISED = ("<super>", "<sub>", "<fraction>")  # a note's number is no digit of the number before it
_EDGE = re.compile(r"(?<!\w)_+|(?<!_)_+(?!\w)")  # as print marks words, and not within a name

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_PARTED = r"[ .,/-]{0,3}"
_YEAR = r"['’]?(?:\d{4}|\d{2})(?!\d)"
_ORDINAL = (
    r"(?:(?:twenty|thirty)[ -]?)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth"
)
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|\b(?:{_ORDINAL})\b)"
_DATE = (
    r"(?:\d{1,2}[./ -]\d{1,2}[./ -](?:\d{4}|\d{2})(?!\d)|\d{4}[./ -]\d{1,2}[./ -]\d{1,2}(?!\d)"
    rf"|{_DAY}{_PARTED}(?:day )?(?:of )?{_MONTH}{_PARTED}{_YEAR}"
    rf"|{_MONTH}{_PARTED}(?:the )?{_DAY}{_PARTED}\d{{4}})"
)
_RUN = (  # a date without anything between its parts
    r"(?:(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d)(?!\d)"
)
_BIRTH = r"(?:dates? of birth|birth[ -]?(?:date|day)|d\.? ?o\.? ?b(?![a-z_]))"

_AREA = r"(?:[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d(?:\d|[ABEHMNPRV-Y])?|\d[A-HJKPS-UW])|GIR)"
_UNIT = r"\d[ABD-HJLNP-UW-Z]{2}"
_AREAS = (  # those there are: what is written closely or in small letters may be another code
    "A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGRSUX]|I[GMPV]|JE|K[ATWY]|L[ADELNSU]?"
    "|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE"
)
_CLOSE = rf"(?:{_AREAS})\d[\dA-HJKMNPR-Y]?"

_NI = r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
_NI_PAIRS = r"(?:[ ./-]{0,3}\d{2}){3}[ ./-]{0,3}[A-D](?![\w-])"
_WORDS = "a[lmnst]|b[ey]|c[hl]|e[gx]|he|m[ey]|o[nr]|p[mp]|r[er]|s[cs]|we"  # before a day they are words

_AT = r"(?:@|[(\[{<] ?at ?[)\]}>])"
_DOT = r"(?:\.| ?[(\[{<] ?dot ?[)\]}>] ?)"

_BEFORE = (  # a number of a phone begins here, also where what it is stands right before it
    r"(?:(?<![\w/.,:+-])|(?<=[a-z]:)|(?<=\btel)|(?<=\bmob)|(?<=phone)|(?<=mobile)"
    r"|(?<=\btel[./=-])|(?<=\bmob[./=-])|(?<=phone[./=-])|(?<=mobile[./=-]))"
)
_AFTER = r"(?![\w/:]|[.,-]\d)"
_MORE = r"[ ()-]{0,3}\d"


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


AT, DIGIT = _any_case(_AT), re.compile(r"\d")  # what an e-mail address must hold, and everything else

E_MAIL: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an e-mail address", re.compile(r"[\w.+'’-]+@(?!\d{4}-\d\d-\d\d)[\w-]+(?:\.[\w-]+)+")),
    (
        "an e-mail address",
        _any_case(
            rf"(?<![\w.+'’-])[\w.+'’-]+[ \t]{{0,3}}{_AT}"
            rf"[ \t]{{0,3}}(?!\d{{4}}-\d\d-\d\d|www\.)(?:[\w-]+{_DOT})+[a-z]{{2,}}(?![\w-])"
        ),
    ),
)
OF_DIGITS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("a National Insurance number", re.compile(rf"(?<![\w/-]){_NI}{_NI_PAIRS}")),
    ("a National Insurance number", _any_case(rf"(?<![\w/-])(?!(?:{_WORDS})[ ./-]){_NI}{_NI_PAIRS}")),
    ("a National Insurance number", _any_case(rf"(?:(?<=\bNI)|(?<=\bNINO)|(?<=\bNINO[ :/-])){_NI}{_NI_PAIRS}")),
    (
        "a number of the GMC or the GPhC",
        _any_case(r"\b(?:GMC|GPhC|RPS|PSNI)(?![a-z_])[^\d\n]{0,40}\d(?:[ -]?\d){6}(?!\d)"),
    ),
    (
        "seven digits, as the GMC and the GPhC give to one person",
        re.compile(r"(?<![\w.,/£$€#-])\d{7}(?![\w/-]|[.,]\d)"),
    ),
    ("an NMC PIN", _any_case(r"(?<![\w/-])\d{2}[A-L]\d{4}[A-Z](?![\w/-])")),
    (
        "an NMC PIN",
        _any_case(r"\b(?:NMC|PIN)(?![a-z_])[^\d\n]{0,40}\d{2}[ -]?[A-Z][ -]?\d{4}[ -]?[A-Z]\b"),
    ),
    ("a postcode", re.compile(rf"(?<!\w){_AREA}[ \u00a0]{{0,2}}{_UNIT}(?!\w)")),
    ("a postcode", _any_case(rf"(?<!\w){_AREA}[ \u00a0]{_UNIT}(?!\w)")),
    ("a postcode", _any_case(rf"(?<![\w/-])(?=[a-z]{{1,2}}\d){_CLOSE}-(?!\d(?-i:st|nd|rd|th)){_UNIT}(?![\w/-])")),
    (  # a section of an Act has capitals after its number
        "a postcode",
        _any_case(rf"(?<![\w#/+=.-])(?=[a-z]{{1,2}}\d)(?!ss?\d+(?-i:[A-Z]))(?:{_CLOSE}){_UNIT}(?![\w/+=-])"),
    ),
    (
        "a phone number",
        _any_case(
            rf"(?=[+(0]){_BEFORE}(?:(?:\+44|0044)(?:{_MORE}){{9,11}}|\(?0(?:[ ()\u00a0-]{{0,3}}\d){{9,10}}){_AFTER}"
        ),
    ),
    ("a phone number", re.compile(r"(?<![\w.])0\d{2,4}\.\d{3,4}\.\d{3,6}(?![\w.])")),
    (
        "a phone number",
        _any_case(
            rf"(?=[(0]){_BEFORE}(?=(?:[ ()/]*\d){{10}})\(?0[1-35789]\d{{1,3}}\)?(?: ?/ ?\d{{3,8}}){{1,2}}{_AFTER}"
        ),
    ),
    (
        "a phone number",
        _any_case(
            rf"(?=44){_BEFORE}44[ -]{{0,2}}(?:\(0\)[ -]?)?"
            rf"(?:7\d{{3}}(?:[ -]?\d{{3}}){{2}}|(?<=[ )-])(?:2[03489][ -]\d{{4}}[ -]?\d{{4}}"
            rf"|[13]\d{{2}}[ -]\d{{3}}[ -]?\d{{4}}|1\d{{3}}[ -]\d{{3}}[ -]?\d{{3}})){_AFTER}"
        ),
    ),
    ("a phone number", _any_case(rf"(?=\+){_BEFORE}\+[1-9]\d{{0,2}}(?:{_MORE}){{6,13}}{_AFTER}")),
    ("a phone number", _any_case(rf"(?=00){_BEFORE}00[1-9]\d{{0,2}}[ (-](?:{_MORE}){{7,12}}{_AFTER}")),
    ("a date of birth", _any_case(rf"\b(?:{_BIRTH}|born(?![a-z_]))\D{{0,40}}{_DATE}")),
    ("a date of birth", _any_case(rf"\b{_BIRTH}\D{{0,40}}{_RUN}")),
    ("a date of birth", _any_case(rf"\b{_BIRTH}\D{{0,40}}{_MONTH}{_PARTED}\d{{4}}(?!\d)")),
    ("a year of birth", _any_case(r"\b(?:year of birth|born)\b[^\d\n.]{0,20}(?:19|20)\d\d(?!\d)")),
)


class Plain:
    """A text in plain signs without what is safe, and where each of its signs stands in the text."""

    def __init__(self, text: str, *, fold: bool) -> None:
        """With ``fold`` every sign is put in plain ones; without it the text is taken as it stands."""
        self._whole = text
        signs, places = _folded(text) if fold else (text, _places(text))
        self.text, self._places = _without_safe(signs, places)

    def said(self, start: int, end: int) -> str:
        """What stands in the whole text where this part of the plain one was found."""
        return self._whole[self._places[start] : self._places[end - 1] + 1]


def in_plain_signs(text: str) -> str:
    """A text in plain signs."""
    return _folded(text)[0]


def _folded(text: str) -> tuple[str, Sequence[int]]:
    signs, places = text, _places(text)
    if not text.isascii():
        pairs = [(plain, place) for place, sign in enumerate(text) for plain in _plain(sign)]
        signs, places = "".join(plain for plain, _ in pairs), [place for _, place in pairs]
    return _EDGE.sub(lambda found: " " * len(found[0]), signs), places


def _places(text: str) -> Sequence[int]:
    return range(len(text))


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign in _DASHES:
        return "-"
    if unicodedata.category(sign) == "Cf" or sign == "\ufe0f":
        return ""
    if (value := unicodedata.decimal(sign, None)) is not None:
        return str(value)
    if sign.isnumeric() and unicodedata.decomposition(sign).startswith(_RAISED):
        return " "
    plain = unicodedata.normalize("NFKC", sign)
    return plain if len(plain) == 1 or plain.isalnum() else sign


def _without_safe(signs: str, places: Sequence[int]) -> tuple[str, Sequence[int]]:
    kept = list(_between_safe(signs))
    if len(kept) == 1:
        return signs, places
    left: list[int] = []
    for start, end in kept:
        left.extend(places[start:end])
        left.append(places[min(end, len(places) - 1)])
    return " ".join(signs[start:end] for start, end in kept), left


def _between_safe(signs: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _SAFE.finditer(signs):
        yield start, found.start()
        start = found.end()
    yield start, len(signs)
