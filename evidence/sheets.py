"""Workbooks that we write, a public face of its own: whoever only reads records loads nothing that writes Excel."""

from evidence.template import write_template
from evidence.writing import put_text, saved

__all__ = ["put_text", "saved", "write_template"]
