"""An address of the desk: what it shows or does, and the act of the one table of rights that it takes."""

from collections.abc import Callable
from dataclasses import dataclass

from flask.typing import ResponseReturnValue

_LARGEST = 500_000  # bytes of a form


@dataclass(frozen=True, slots=True)
class Address:
    """``act``: what whoever asks must be allowed; none for pages that lead to signing in. ``largest``: of a form.

    ``carries``: what was typed is kept through signing in anew; not so where it holds passwords or codes.
    """

    rule: str
    view: Callable[..., ResponseReturnValue]
    act: str | None
    method: str = "GET"
    largest: int = _LARGEST
    carries: bool = True

    @property
    def endpoint(self) -> str:
        """How ``url_for`` names it, after the blueprint: the view's own name."""
        return self.view.__name__
