"""Interview at the desk."""

from flask import render_template

from web.desk.addresses import Address
from web.desk.case_frame import looking


def interview_page(id: str) -> str:
    """Interview."""
    opened, _ = looking(id, lambda _connection, _found: None)
    return render_template("desk/case.html", opened=opened)


ADDRESSES = (Address("/cases/<id>/interview", interview_page, "fact.read"),)
