"""References of cases, such as APP/2026/0001: taken where every room takes them."""

from keeping.numbers import next_reference

__all__ = ["next_reference"]
