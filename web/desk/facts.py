"""Facts at the desk."""

from flask import render_template

from web.desk.addresses import Address
from web.desk.case_frame import looking


def facts_page(id: str) -> str:
    """Facts."""
    opened, _ = looking(id, lambda _connection, _found: None)
    return render_template("desk/case.html", opened=opened)


ADDRESSES = (Address("/cases/<id>/facts", facts_page, "fact.read"),)
