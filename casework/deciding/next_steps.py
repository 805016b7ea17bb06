"""What the parties can do after a decision: the service's own words, plain, and no more certain than the law is.

SI 2013/349, Schedule 3 paragraph 11: no further appeal to the Secretary of State, unless a court overrules what was
decided. Determinations of disputes about contracts can be judicially reviewed as well: [2024] EWCA Civ 1477.
"""

from collections.abc import Mapping

_COURT = (
    "Only the High Court can change it, by judicial review. Whoever wants to ask the Court should take legal advice at "
    "once: the claim form must be filed promptly, and in any event not later than three months after the grounds for "
    "the claim first arose (Civil Procedure Rules, rule 54.5(1)). We cannot agree to a longer time."
)
_FINAL = (
    "This decision is final. Nobody can appeal to us against it, and we cannot reconsider it: we can only correct a "
    "slip, or decide again where the Court requires it."
)
_OPEN = (
    "This is not the last decision in the appeal, but it stands until there is another. Nobody can appeal to us "
    "against it, and we can only correct a slip in it."
)
_BY_DISPOSAL: Mapping[str, str] = {
    "quash_and_remit": (
        "The matter is with the commissioner again, who decides it anew and writes to the parties. That will be "
        "another decision: the commissioner says then whether it can be appealed."
    ),
    "not_disposed_of": "The appeal stays open. We write to the parties again when the application can be dealt with.",
}
_OF_SCHEMES = ("Questions about this decision go to the scheme’s team at NHS Resolution.",)


def next_steps(of_law: bool, disposal: str) -> tuple[str, ...]:
    """What the parties can do next. ``of_law``: it is an appeal or a dispute, and not about a scheme."""
    if not of_law:
        return _OF_SCHEMES
    begin = _OPEN if disposal == "not_disposed_of" else _FINAL
    return (begin, _COURT, *([_BY_DISPOSAL[disposal]] if disposal in _BY_DISPOSAL else []))
