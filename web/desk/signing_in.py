"""Sign in at the desk."""

from flask import render_template

from web.desk.addresses import Address


def sign_in_form() -> str:
    """Sign in."""
    return render_template("desk/page.html")


ADDRESSES = (Address("/sign-in", sign_in_form, None),)
