"""The closed lists of publishing, and what each means in words that officers and readers read."""

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    "personal": "Personal information about somebody who has no public part in the decision",
    "health": "Information about somebody’s health or private life",
    "commercial": "Commercial information that was given in confidence",
    "safety": "Information that could put somebody at risk",
    "court_order": "An order of a court or tribunal forbids it",
    "other": "Another reason, which is given",
}
"""Why something is not published."""

RELEASES: Mapping[str, str] = {
    "public_role": "It is about somebody’s public or professional part in the decision",
    "needed": "The decision cannot be understood without it",
    "public_already": "It is public already",
    "agreed": "The person agreed that it is published",
    "not_personal": "In this case it tells nothing about any person",
}
"""Why something personal is published all the same."""

WHATS: Mapping[str, str] = {
    "correction": "Something in the publication was wrong",
    "slip": "A slip in the decision was corrected",
    "redaction": "Something is no longer published",
}
"""Why there is a later version."""

ANSWERS: Mapping[str, str] = {
    "stays": "The publication stays as it is",
    "redacted": "What was asked about is redacted",
    "corrected": "The publication is corrected",
    "withdrawn": "The publication is withdrawn",
}
"""How a request to take something down is answered."""

NOT_PUBLISHED = "[not published]"  # what stands in the place of words, unless somebody says otherwise
