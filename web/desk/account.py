"""Account at the desk."""

from flask import render_template

from web.desk.addresses import Address


def account() -> str:
    """Account."""
    return render_template("desk/page.html")


ADDRESSES = (Address("/account", account, "me.read"),)
