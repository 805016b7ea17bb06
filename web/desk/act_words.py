"""What a program may be let do, in words, by subject: the acts of the API."""

from collections.abc import Collection, Mapping

Grouped = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

WORDS: Mapping[str, Mapping[str, str]] = {
    "Cases": {
        "case.read": "read cases, with their parties",
        "case.receive": "receive a case",
        "case.change": "change what a case is called, and which rule sets it is put to",
        "case.assign": "say whose case it is, and who sits on it",
        "case.state": "move a case to another state",
        "case.link": "link cases, and part them",
        "case.close_record": "close the record of a case, and open it again",
        "party.contact": "read how parties are reached",
        "party.change": "change the parties of a case",
        "party.tell": "record what parties were told",
    },
    "Facts and evidence": {
        "fact.read": "read facts",
        "fact.state": "state facts",
        "judgement.read": "read judgements",
        "judgement.state": "record judgements",
        "evidence.read": "read evidence",
        "evidence.add": "add evidence",
    },
    "Deadlines and determinations": {
        "deadline.read": "read what is due",
        "deadline.extend": "extend deadlines",
        "deadline.meet": "record what was done by a deadline",
        "determination.read": "read determinations",
        "determination.make": "determine cases",
        "determination.replay": "make a determination again, to compare",
    },
    "Decisions and letters": {
        "decision.read": "read decisions and drafts",
        "decision.draft": "draft decisions",
        "decision.comment": "comment on drafts, and answer comments",
        "decision.review": "review drafts",
        "decision.issue": "issue decisions",
        "decision.correct": "correct slips in issued decisions",
        "decision.supersede": "take up a decided case again",
        "committee.record": "record what becomes of a case, and who decided",
        "interest.declare": "declare whether you have an interest in a case",
        "law.confirm": "confirm that the law was read and is encoded rightly",
        "letter.read": "read letters",
        "letter.write": "write letters",
        "letter.send": "record that letters were sent",
        "departure.read": "read where decisions depart from what was proposed",
        "similar.read": "read decisions like a case",
    },
    "Publication": {
        "publication.read": "read how publications are prepared",
        "publication.draft": "prepare decisions for publication",
        "publication.redact": "redact what is prepared, or let it stand",
        "publication.approve": "approve what is to be published",
        "publication.embargo": "hold a publication back until a day",
        "publication.publish": "publish decisions",
        "publication.correct": "publish corrections",
        "publication.withdraw": "withdraw what is published",
        "takedown.read": "read requests to take something down",
        "takedown.record": "record requests to take something down",
        "takedown.answer": "answer requests to take something down",
    },
    "Assessments of trusts": {
        "assessment.read": "read assessments",
        "assessment.begin": "begin an assessment of a year of the scheme",
        "assessment.change": "state facts, bring records and evidence, and freeze what stands",
        "assessment.sign": "sign what was frozen",
        "assessment.submit": "send in what was signed",
        "assessment.validate": "record what was validated or re-verified",
        "icb_trust.read": "read which trusts are an integrated care board's",
        "icb_trust.enter": "enter which trusts are an integrated care board's",
    },
    "What was done": {
        "activity.read": "read who did what",
        "activity.verify": "verify that the record of who did what is unaltered",
    },
    "Yourself": {
        "me.read": "read who you are",
    },
}
_OTHERS = "Others"


def grouped(acts: Collection[str]) -> Grouped:
    """These acts with their words, by subject; an act without words of its own is said by its name."""
    told = [(group, tuple(each for each in words.items() if each[0] in acts)) for group, words in WORDS.items()]
    known = {act for words in WORDS.values() for act in words}
    others = tuple((act, act.replace(".", ": ").replace("_", " ")) for act in sorted(set(acts) - known))
    return tuple((group, found) for group, found in [*told, (_OTHERS, others)] if found)
