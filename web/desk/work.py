"""Work list at the desk."""

from flask import render_template

from web.desk.addresses import Address


def work_list() -> str:
    """Work list."""
    return render_template("desk/page.html")


ADDRESSES = (Address("/work", work_list, "case.read"),)
