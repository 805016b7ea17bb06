"""JSON to our dataclasses and back: strict, coercing nothing, refusing unknown keys."""
