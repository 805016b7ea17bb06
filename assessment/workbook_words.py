"""What stands in a workbook of an assessment beside what was worked out: in our own words, with blanks for people."""

ABOUT = (
    "This workbook helps a trust to fill in the scheme’s own Board declaration form, and is not that form.",
    "Nothing in it is filled in for the Board: what is yellow is for people to fill in.",
)
VIEWS = (
    "Four views are kept apart: self-assessed, on the evidence, externally validated, and re-verified.",
    "Only the second is worked out here; the others are blank until somebody states them.",
)
ANSWERS = (
    "Yes: met on evidence. No: not met. Not yet shown: what was stated leaves it open.",
    "A requirement may be met in one of several ways, so not every line below one has to say yes.",
)
PLAN = (
    "One line for each requirement that is not met at a site.",
    "What is asked and what is lacking come from the assessment; owner, day and comment, where somebody noted them.",
    "All else is for the trust to fill in.",
    "A line is ready when every yellow cell is filled.",
)
PLAN_BLANKS = (
    "What will be done",
    "Who owns it",
    "Who leads it",
    "Cost (£)",
    "Begins on",
    "Done by",
    "How it will be known",
)
PLAN_NOTED = "Noted"
INDEX = (
    "Every fact and table that was stated.",
    "The hash (SHA-256) is of what was stated, as JSON with its keys in order and no spaces.",
)
ITEMS = (
    "What shows that a requirement was met, in the order in which it came.",
    "The hash (SHA-256) is of the file, where one was brought.",
)
ITEM_HEADS = (
    "Item", "Title", "Where the original is kept", "Days", "Received", "", "Supports", "Approved", "Hash (SHA-256)",
)  # fmt: skip
DECLARATION = (
    "As recalled, the Board declares what follows; the words are ours and not those of the form.",
    "Use the words of the form.",
)
DECLARED = (
    """The evidence for each safety action that the Board declares as met was put to the Board and discussed, and the
    Board is satisfied that it meets what the scheme asks, at every site.""",
    """For each safety action that the Board does not declare as met, an action plan with its costs, lead and dates goes
    with the form.""",
    """The content of the form was discussed with the commissioner, and the accountable officer of the integrated care
    board was told of the evidence.""",
    """No report of this year or the year before about the trust’s maternity service (such as of the Care Quality
    Commission, of MNSI or of an invited review) contradicts what is declared; or the scheme team was told of each one
    that does.""",
    "Money that comes back, or that is given towards a plan, is used for the maternity service and for that plan.",
    "The Board gives its chief executive leave to sign the form.",
)
DECLARED_BLANKS = ("Agreed by the Board: yes or no", "Minute, and day of the meeting")
SIGNED = (
    ("Chief executive", "As recalled, a form that somebody else signs for the trust does not count."),
    ("Accountable officer of the integrated care board", "As recalled, this signature is needed too."),
)
SIGNED_BLANKS = ("Name", "Signature", "Date")
