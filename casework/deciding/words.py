"""The closed lists of a decision, and what each means in words that a party reads."""

from collections.abc import Mapping

DISPOSALS: Mapping[str, str] = {
    "confirm": "The commissioner’s decision is confirmed",
    "quash_and_redetermine": "The commissioner’s decision is quashed, and the matter is decided afresh",
    "quash_and_remit": "The commissioner’s decision is quashed, and the matter goes back to the commissioner",
    "substitute": "The commissioner’s decision is replaced by another that the commissioner could have made",
    "dismiss": "The appeal is dismissed",
    "end_without_determination": "The appeal is ended without being determined",
    "not_disposed_of": "The appeal is not disposed of yet",
}
FINALS: Mapping[str, str] = {
    "grant": "The application is granted",
    "refuse": "The application is refused",
    "defer": "The application is deferred",
    "none": "Nothing is decided on the application itself",
}
LEFT_OPEN = "not_disposed_of"  # the disposal of an appeal whose application is deferred
NO_ANSWER = "none"  # on the application, where only the appeal was decided, or there is no application
_DECIDES = frozenset({"confirm", "quash_and_redetermine", "substitute"})  # the matter itself, whatever it is about

DISPOSAL, FINAL = "disposal", "final"  # the questions whose answers these are, in every rule set


def said_of_application(disposal: str, final: str) -> str:
    """What is decided on the application; empty where the matter that was decided is another."""
    return "" if final == NO_ANSWER and disposal in _DECIDES else FINALS.get(final, "")
