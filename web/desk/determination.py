"""Determination at the desk."""

from flask import render_template

from web.desk.addresses import Address
from web.desk.case_frame import looking


def determination_page(id: str) -> str:
    """Determination."""
    opened, _ = looking(id, lambda _connection, _found: None)
    return render_template("desk/case.html", opened=opened)


ADDRESSES = (Address("/cases/<id>/determination", determination_page, "determination.read"),)
