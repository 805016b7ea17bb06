"""The closed lists of a decision, and what each means in words that a party reads."""

from collections.abc import Mapping

DISPOSALS: Mapping[str, str] = {
    "confirm": "The commissioner’s decision is confirmed",
    "quash_and_redetermine": "The commissioner’s decision is quashed, and the matter is decided afresh",
    "quash_and_remit": "The commissioner’s decision is quashed, and the matter goes back to the commissioner",
    "dismiss": "The appeal is dismissed",
    "not_disposed_of": "The appeal is not disposed of yet",
}
FINALS: Mapping[str, str] = {
    "grant": "The application is granted",
    "refuse": "The application is refused",
    "defer": "The application is deferred",
    "none": "Nothing is decided on the application itself",
}
NO_ANSWER = "none"  # on the application, where only the appeal was decided

DISPOSAL, FINAL = "disposal", "final"  # the questions whose answers these are, in every rule set
