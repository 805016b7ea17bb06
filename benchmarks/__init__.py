"""Determinations a second: the project's definition beside other rule engines, on one generated rule set."""
