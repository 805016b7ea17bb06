"""Evidence at the desk."""

from flask import render_template

from web.desk.addresses import Address
from web.desk.case_frame import looking


def evidence_page(id: str) -> str:
    """Evidence."""
    opened, _ = looking(id, lambda _connection, _found: None)
    return render_template("desk/case.html", opened=opened)


ADDRESSES = (Address("/cases/<id>/evidence", evidence_page, "evidence.read"),)
