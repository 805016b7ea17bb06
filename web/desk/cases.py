"""Cases at the desk: the list, receiving one, and what a case is."""

from flask import render_template

from web.desk.addresses import Address
from web.desk.case_frame import looking


def case_page(id: str) -> str:
    """One case: where it stands, whose it is, what it goes with."""
    opened, _ = looking(id, lambda _connection, _found: None)
    return render_template("desk/case.html", opened=opened)


def all_cases() -> str:
    """Cases, searched."""
    return render_template("desk/page.html")


ADDRESSES = (Address("/cases", all_cases, "case.read"), Address("/cases/<id>", case_page, "case.read"))
