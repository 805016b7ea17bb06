"""The e-mails to those who follow: the one that asks to confirm, and those that tell what is new. Plain text.

Each says why it came and how to end it. What it tells of a publication is what stands in the register when it is made.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from casework.following.digests import News, news_of
from casework.following.outbox import Claimed
from casework.following.subscribing import HOW_OFTEN
from documents import DecisionRecord, Record
from engine import day
from people import Mail
from register import Publication, VersionHeld

PAGE = "/follow-by-email"  # of this service, under which links lead
_LONDON = ZoneInfo("Europe/London")
_FOLDERS = {"decision": "decisions", "scheme_result": "scheme-results"}
_SORTS = (("new", "New"), ("corrected", "Corrected"), ("erased", "Erased"), ("withdrawn", "Withdrawn"))


@dataclass(frozen=True, slots=True)
class Sites:
    """Where people reach this service, and where they read the register: addresses without a slash at their end."""

    office: str
    register: str


def mail_of(register: Connection, claimed: Claimed, sites: Sites) -> Mail | None:
    """The e-mail that was claimed; none where nothing is left to tell, since all of it changed again meanwhile."""
    if claimed.sort == "confirm":
        return Mail(
            claimed.id, claimed.email, "Confirm that you wish to follow published decisions", _asks(claimed, sites)
        )
    news = news_of(register, claimed.asked, claimed.after_leaf, claimed.upto_leaf)
    if not news.publications:
        return None
    ends_at = f"{sites.office}{PAGE}/stop/{claimed.secret}"
    return Mail(claimed.id, claimed.email, _subject(news, claimed), _tells(news, claimed, sites, ends_at), ends_at)


def _asks(claimed: Claimed, sites: Sites) -> str:
    until = day(claimed.expires_at.astimezone(_LONDON).date()) if claimed.expires_at else ""
    return "\n\n".join([
        "Somebody, perhaps you, asked that this address be told by e-mail of what the public register publishes.",
        f"What: {claimed.says}\nHow often: {HOW_OFTEN[claimed.how_often].lower()}",
        f"If you wish that, open this page and press its button:\n{sites.office}{PAGE}/confirm/{claimed.secret}",
        f"The link works once, until {until}.",
        "If it was not you, do nothing: you are sent nothing else, and your address is erased on that day.",
    ])  # fmt: skip


def _subject(news: News, claimed: Claimed) -> str:
    if news.more:
        return f"Register of decisions: more than {len(news.publications)} changes"
    counts = [(label, sum(_sort(each, news, claimed) == sort for each in news.publications)) for sort, label in _SORTS]
    return f"Register of decisions: {', '.join(f'{many} {label.lower()}' for label, many in counts if many)}"


def _tells(news: News, claimed: Claimed, sites: Sites, ends_at: str) -> str:
    parts = [
        "You are sent this because you asked to be told by e-mail of what is published on the register of decisions.",
        f"What you follow: {claimed.says}\nHow often: {HOW_OFTEN[claimed.how_often].lower()}",
    ]
    for sort, label in _SORTS:
        listed = [each for each in news.publications if _sort(each, news, claimed) == sort]
        if listed:
            parts += [f"{label}:", *_each(listed, news, sort, sites)]
    if news.more:
        parts.append(f"More has changed than is listed here: these {len(news.publications)} changed last.")
    return "\n\n".join([
        *parts,
        f"All of it stands here:\n{sites.register}{_where(claimed.asked)}",
        f"To be sent no more of these, open this page and press its button. Your address is then erased:\n{ends_at}",
    ])  # fmt: skip


def _each(listed: Iterable[Publication], news: News, sort: str, sites: Sites) -> Iterator[str]:
    for each in listed:
        record = each.record
        if record is None:
            told = _withdrawn(each)
        elif sort == "erased":
            told = _erased(each, news.erased[each.id])
        else:
            told = _stands(each, record, sort)
        yield f"{told}\n{sites.register}/{_FOLDERS[each.kind]}/{each.id}"


def _stands(found: Publication, record: Record, sort: str) -> str:
    lines = [f"{record.reference}: {_line(record.title)}"]
    if record.sample:
        lines.append("This is a sample, and no real decision.")
    lines.append(_outcome(record))
    if sort == "corrected" and found.newest.why:
        lines.append(f"Why it was corrected: {_line(found.newest.why)}")
    return "\n".join(each for each in lines if each)


def _outcome(record: Record) -> str:
    if not isinstance(record, DecisionRecord):
        return _line(record.status.says)
    elsewhere = "Decided elsewhere. " if record.determined == "elsewhere" else ""
    return f"{elsewhere}{_line(record.final.says or record.disposal.says)}"


def _withdrawn(found: Publication) -> str:
    on = f" on {day(found.withdrawn_on)}" if found.withdrawn_on else ""
    return (
        f"{found.reference} was withdrawn from the register{on}. The reason: {_line(found.withdrawn_reason)}\n"
        "Nothing else of it is kept, so whoever follows a search is told, whether it was found by that search or not."
    )


def _erased(found: Publication, after: VersionHeld) -> str:
    on = day(after.at.astimezone(_LONDON).date())
    return (
        f"What {found.reference} said before was erased on {on}, because it held what should not have been published. "
        "What you follow does not find what stands in its place.\n"
        "Nothing of the earlier text is kept, so whoever follows a search is told, whether it was found by that search "
        "or not."
    )


def _sort(found: Publication, news: News, claimed: Claimed) -> str:
    """Whether it is new since the last e-mail, corrected since, withdrawn, or erased and no longer found."""
    if found.state == "withdrawn":
        return "withdrawn"
    if found.id in news.erased:
        return "erased"
    return "new" if found.versions[0].leaf_index > claimed.after_leaf else "corrected"


def _where(asked: str) -> str:
    """Where what is followed stands in the register."""
    if asked.startswith("publication="):
        id = asked.partition("=")[2]
        return f"/{_FOLDERS['scheme_result' if id.startswith('s-') else 'decision']}/{id}"
    return f"/decisions{'?' if asked else ''}{asked}"


def _line(said: str) -> str:
    """Words on one line, so that none of a publication's can pass for a line of ours."""
    return " ".join(said.split())
