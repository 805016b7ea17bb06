"""Papers about the invented trust of Fellgate, with every kind of thing that the papers of an assessment may hold."""

from datetime import date

from documents import (
    ActionLine,
    AssessmentHead,
    BoardPaper,
    Checking,
    IndexItem,
    IndexLine,
    IndexPaper,
    LastDay,
    OfAction,
    PlanLine,
    PlanPaper,
    RulesRead,
    Run,
    Unmet,
    Unshown,
    Views,
    Worked,
)

TRUST = "Fellgate and Marsh NHS Trust (invented)"
WARNING = (
    "The rules of year 7 are recalled: none of their 262 conditions has been checked against the published scheme "
    "document. A wrong threshold could lead the Board to sign a wrong declaration."
)
HEAD = AssessmentHead(
    TRUST, "RZZ", "Maternity Incentive Scheme, year 7 (2025/26), as recalled", "scheme year 7", date(2026, 2, 24),
    ("North site", "Ŵyn House & Marsh"), WARNING, sample=True,
)  # fmt: skip
SUBJECTS = (
    "reviews of perinatal deaths", "the Maternity Services Data Set",
    "transitional care and keeping mothers and babies together", "the clinical workforce", "the midwifery workforce",
    "Saving Babies' Lives", "listening to families", "training", "the Board's oversight",
    "reports to MNSI and Early Notification",
)  # fmt: skip
# Action 8 is not met at one site, 10 is not yet shown at the other.
AT_SITES = {8: ("not_met", "met"), 10: ("met", "not_shown")}
OF_TRUST = {8: "not_met", 10: "not_shown"}
WORDS = {"met": "Met", "not_met": "Not met", "not_shown": "Not yet shown"}

UNMET = Unmet(
    "Safety action 8(b)", "Emergencies training", "North site",
    (
        "Safety action 8(b) is not met: leaving out-of-hours anaesthetists aside, not every staff group reached it.",
        "Fewer than 90% of midwives attended emergencies training (the records <2025>). 43 of 48 people, 89.58%.",
        "1 more would be enough: 44 of 48, 91.67%.",
    ),
)  # fmt: skip
UNSHOWN = Unshown(
    ("Safety action 10(a): Reports to MNSI", "Safety action 10(b): Reports to NHS Resolution"), ("Ŵyn House & Marsh",),
    ("Which cases qualified? (all the records, and who says that they are all) The incident system.",),
)  # fmt: skip
WORKED = Worked(
    (
        RulesRead("Year 7: from memory", "maternity-incentive-scheme/year-7", "9f2b" * 16),
        RulesRead("The verdict", "maternity-incentive-scheme/verdict", "77a1" * 16),
    ),
    (Run("North site", "04ce" * 16), Run("Ŵyn House & Marsh", "e3d0" * 16), Run("Trust", "11aa" * 16)),
    (
        Checking("From memory, and not checked", 262, tuple(f"safety action 9({each})" for each in "abcdefghij")),
        Checking("Taken from what others report", 1, ("verdict",)),
    ),
    "0.1.0",
    "rationale assess FELLGATE --year 7 --today 2026-02-24",
)

BOARD = BoardPaper(
    HEAD, "not_met", 8, 1, 1,
    tuple(
        ActionLine(number, about, OF_TRUST.get(number, "met"), AT_SITES.get(number, ("met", "met")))
        for number, about in enumerate(SUBJECTS, 1)
    ),
    (OfAction(8, SUBJECTS[7], (UNMET,), ()), OfAction(10, SUBJECTS[9], (), (UNSHOWN,))),
    tuple(
        Views(
            number, about, WORDS[OF_TRUST.get(number, "met")],
            self_assessed="Met, on 2 February 2026" if number == 1 else "",
            validated="Met" if number == 2 else "", reverified="Not met" if number == 3 else "",
        )
        for number, about in enumerate(SUBJECTS, 1)
    ),
    WORKED,
    (LastDay("Safety action 8(b)", "North site", date(2026, 3, 1), "Train 1 more midwife"),),
    ("Estimate: nothing. Not all ten safety actions are met, so the contribution does not come back.",),
    ("North site, Reports, row 4, board had it on: 30 October 2026 is still to come, so that it counts as not known.",),
    ("Safety action 1(a): Deaths notified. North site, of 1 death only; South site, of no deaths.",),
)  # fmt: skip

PLAN = PlanPaper(
    HEAD,
    (PlanLine(8, UNMET.cited, UNMET.title, UNMET.site, "At least 90% of each staff group attended.", UNMET.said),),
)
NO_PLAN = PlanPaper(HEAD, ())

INDEX = IndexPaper(
    HEAD,
    (
        IndexLine(
            "The trust", "board_sighted_on", "On what day did the Board see it?", "2 June 2025",
            "the minutes of 2 June", None, "ab12" * 16,
            ("Period from 2 April 2025 to 30 November 2025",), ("Safety action 10(d)",),
        ),
        IndexLine(
            "North site", "training", "Who was in post, and when did they attend?", "48 rows, complete, says A. Matron",
            "", 48, "cd34" * 16, (), ("Safety action 8(a)", "Safety action 8(b)"),
        ),
    ),
    (
        IndexItem(
            1, "Minutes of <the Board>", "The company secretary's office", "Dated 2 June 2025",
            "Received at 12:00:00 on 3 June 2025", "Approved by 2 people", ("Safety action 10(d), North site",),
            ("Safety action 10(d): item 1 lies outside and does not count.",), "ef56" * 16,
        ),
        IndexItem(2, "The plan", "", "Not dated", "Received at 09:00:00 on 4 June 2025", "Not approved", (), ()),
    ),
)  # fmt: skip
