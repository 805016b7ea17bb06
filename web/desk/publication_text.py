"""What the register says of a decision in people's own words: its summary, and why there is another version."""

from collections.abc import Callable

from flask.typing import ResponseReturnValue

from casework.publishing import explain, write_summary
from web.desk.addresses import Address
from web.desk.publication import publication_page
from web.desk.publication_frame import changed, page_of
from web.desk.sending import Places, at_fields, typed
from web.desk.signed_in import actor
from web.office import now


def write_publication_summary(id: str, publication_id: str) -> ResponseReturnValue:
    """Keep the summary in plain English."""
    said = typed("summary")
    return changed(
        page_of(id, publication_id, "written"), id, publication_id,
        lambda it, private_id, expected: write_summary(it, now(), actor(), private_id, said, expected),
        _again(id, publication_id, "summary"),
    )  # fmt: skip


def explain_version(id: str, publication_id: str) -> ResponseReturnValue:
    """Keep why there will be another version."""
    why = (typed("what"), typed("says"))
    return changed(
        page_of(id, publication_id, "explained"), id, publication_id,
        lambda it, private_id, expected: explain(it, now(), actor(), private_id, why, expected),
        _again(id, publication_id, "what", "says"),
    )  # fmt: skip


def _again(id: str, publication_id: str, *fields: str) -> Callable[[Places], str]:
    return lambda errors: publication_page(id, publication_id, at_fields(errors, {each: each for each in fields}))


_ONE = "/cases/<id>/publications/<publication_id>"
ADDRESSES = (
    Address(f"{_ONE}/summary", write_publication_summary, "publication.draft", "POST"),
    Address(f"{_ONE}/why", explain_version, "publication.draft", "POST"),
)
