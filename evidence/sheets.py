"""Workbooks that we write, a public face of its own: whoever only reads records loads nothing that writes Excel."""

from evidence.template import heading_of, write_template
from evidence.writing import put_text, saved

__all__ = ["heading_of", "put_text", "saved", "write_template"]
