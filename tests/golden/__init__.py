"""Explanations, each with its facts, read by a person before they were committed."""
