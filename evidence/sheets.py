"""Workbooks that we write, a public face of its own: whoever only reads records loads nothing that writes Excel."""

from evidence.template import heading_of, sheet_name, write_template
from evidence.writing import as_wide_as_paper, high_enough, put_text, saved

__all__ = ["as_wide_as_paper", "heading_of", "high_enough", "put_text", "saved", "sheet_name", "write_template"]
