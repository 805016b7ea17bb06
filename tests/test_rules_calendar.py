"""The calendar of amendments: each that touches words which the pharmacy rules encode is a version of its own.

The calendar was made from the amending instruments, provision by provision, and is written here by hand; it is not
made from the rules. What an instrument changes that no rule encodes is left out, and so is the renaming of the NHSCB
on 6 November 2023, which changed no word but its name.
"""

import re
from collections.abc import Mapping
from datetime import date

import pytest

from engine import RuleSet
from tests.ours import our_rule_sets

CALENDAR = """
uksi/2014/417 2014-04-01
  market-entry: reg-13-1-current-need reg-15-1-future-need reg-17-1-current-improvements reg-18-2-b-significant-benefits
    reg-20-1-future-improvements reg-31-same-or-adjacent reg-32-1-may-defer reg-32-1-must-refuse reg-34-1-fitness
    sch-2-para-7-2-no-unforeseen-benefits
  excepted-applications: reg-24-1-c-planning reg-24-3-d-distance-selling reg-26-2-d-owners-own-move
    reg-26-2-e-continuity reg-26-3-must-refuse reg-26-4-must-refuse
  rural: reg-40-2-b-refusal-nearby
  terms-of-service: reg-64-1-applies reg-64-3-c-shared-site
  appeal-procedure: sch-2-para-31-3-address sch-2-para-32-3-new-address
uksi/2015/58 2015-03-01
  market-entry: reg-32-1-may-defer reg-32-1-must-refuse
  excepted-applications: reg-25-1-distance-selling
  appeal-procedure: sch-3-para-5-copies
uksi/2016/1077 2016-12-05
  market-entry: reg-19-5-must-refuse reg-31-same-or-adjacent
  excepted-applications: reg-26a-1-consolidation reg-26a-5-must-refuse reg-26a-6-must-refuse reg-26a-7-missing
    reg-26a-7-must-refuse reg-26a-8-cumulative-effect
  terms-of-service: reg-75-5-must-remove
  appeal-procedure: sch-2-para-18-notifiable sch-2-para-34-4-c-i-more-time sch-2-para-34-4-c-ii-longer
    sch-2-para-34a-4-consolidation sch-2-para-36-1-decisions sch-3-para-10-1a-board sch-3-para-10-2-periods
    statement-of-grounds
uksi/2018/1114 2018-11-26
  terms-of-service: reg-69-3-b-i-closure reg-70-8-rescission reg-71-5-rescission
  appeal-procedure: sch-3-para-8-2-additional-presenter
uksi/2020/351 2020-03-27
  opening-hours: sch-4-paras-23a-to-27b-other-hours
  terms-of-service: reg-11-3-term-set-aside reg-71a-no-notice
uksi/2020/885 2020-09-14
  appeal-procedure: sch-2-para-34-4-commencement
uksi/2020/1126 2020-11-09
  opening-hours: sch-4-paras-23a-to-27b-other-hours
uksi/2021/1346 2022-01-01
  market-entry: reg-21a-3-opening-hours
uksi/2022/930 2022-10-01
  opening-hours: sch-4-para-23-7-standstill
  appeal-procedure: sch-3-para-7-4-defer sch-3-para-7-5-end
uksi/2023/479 2023-05-25
  market-entry: reg-65a-4-relocation
  excepted-applications: reg-65a-3-must-refuse
  opening-hours: reg-65-3-hundred-hours-fixed reg-65-3a-seventy-two-hours reg-65-4-a-pharmacist
    reg-65-5-agreed-increase sch-4-para-23-1-core-hours sch-4-para-23-7-bb-three-hours
    sch-4-para-23-7-needs-application sch-4-para-23-7-standstill sch-4-paras-23a-to-27b-other-hours
    sch-4-para-24-1-aim sch-4-para-24-4-over-forty sch-4-para-26-1-application sch-4-para-26-2a-must-grant
    sch-4-para-26-2b-pending sch-4-para-26-4a-floor sch-4-para-26-4a-protected-hours
    sch-4-para-26-4b-earlier-application sch-4-para-26-5-contents
  terms-of-service: reg-67-2-b-i-six-months
uksi/2023/479 2023-07-31
  opening-hours: sch-4-para-23-8-cover-not-arranged sch-4-para-23-10-temporary-suspension
uksi/2025/636 2025-06-23
  excepted-applications: reg-25-1-distance-selling reg-25-2-b-procedures reg-25a-newcomer-saved
  opening-hours: sch-4-para-24-1-aim sch-4-para-26-2zb-benefit sch-4-para-26-3-sixty-days
uksi/2025/636 2025-10-01
  terms-of-service: reg-64-3-a-b-contact-at-premises reg-64-3-d-ii-remote reg-64-3b-vaccination
uksi/2025/989 2025-10-01
  market-entry: reg-6-3za-new-analysis reg-6-3zb-pending-application reg-31-same-or-adjacent reg-34-1-fitness
    reg-65a-4-relocation
  excepted-applications: reg-24-1-a-access reg-24-1-d-same-services reg-24-3-b-one-stop-centre
    reg-26-1-change-of-ownership reg-26-2-a-the-business reg-26-2-e-continuity reg-26-2-with-a-move
    reg-26a-7-missing reg-29-1-temporary-amendment reg-65a-3-must-refuse
  rural: regs-40-41-44-1-pharmacist-application reg-41-3-criteria reg-42-5-later-request
  dispensing-doctors: reg-48-3-doctor-may-dispense reg-48-5-a-arrangement reg-48-5-b-requirement
    reg-51-2-may-stand-alone reg-53-7-outstanding-application reg-53-11-pharmacy-opened reg-53-13-b-no-services
    reg-54-2-may-agree reg-55-2-must-grant reg-55-2-not-significant reg-56-3-pharmacy-opened reg-57-1-conditions
    reg-60-3-approval-lapsed reg-63-1-b-ii-pharmacist
  opening-hours: reg-65-4-a-pharmacist reg-65-4-b-appliance-contractor reg-65-5-agreed-increase
    sch-4-para-23-1-core-hours sch-4-para-23-7-needs-application sch-4-para-23-7-standstill
    sch-4-paras-23a-to-27b-other-hours sch-4-para-24-3-under-forty sch-4-para-24-4-over-forty
    sch-4-para-25-1-assessment sch-4-para-25-10-eight-weeks sch-4-para-26-1-application
    sch-4-para-26-5-contents sch-4-para-26-12-thirty-days sch-5-para-13-1-core-hours sch-5-para-14-3-under-thirty
    sch-5-para-14-4-over-thirty sch-5-para-16-1-application sch-5-para-16-5-contents
  terms-of-service: reg-64-3-e-publicity reg-73-5-no-removal reg-74-3-six-months
  appeal-procedure: sch-2-para-33-2-condition
"""
AMENDMENTS = re.findall(r"(?m)^(uksi/\S+) (\S+)$\n((?:^ .*\n)+)", CALENDAR)


def places(listed: str) -> set[str]:
    """``rule set/provision`` of each that is listed after the name of its rule set."""
    found = set[str]()
    rule_set = ""
    for word in listed.split():
        rule_set = word.removesuffix(":") if word.endswith(":") else rule_set
        found |= {f"{rule_set}/{word}"} if not word.endswith(":") else set()
    return found


def changed(rule_sets: Mapping[str, RuleSet], instrument: str, day: date) -> set[str]:
    """The provisions with a version that begins on a day and names the instrument that changed it."""
    return {
        f"{id.removeprefix('pharmacy/')}/{provision.id}"
        for id, rule_set in rule_sets.items()
        if id.startswith("pharmacy/")
        for provision in rule_set.provisions.values()
        for version in provision.versions
        if version.start == day and (version.changed_by or {}).get("instrument") == instrument
    }


@pytest.mark.parametrize(
    ("instrument", "day", "listed"), AMENDMENTS, ids=[f"{one} {day}" for one, day, _ in AMENDMENTS]
)
def test_every_amendment_of_what_is_encoded_is_a_version_that_names_it(instrument: str, day: str, listed: str) -> None:
    missing = places(listed) - changed(our_rule_sets(), instrument, date.fromisoformat(day))
    assert not missing, "write the version that the calendar has; where only words changed it is as_before"


def test_the_calendar_has_every_instrument_that_a_version_names() -> None:
    versions = [
        version
        for id, rule_set in our_rule_sets().items()
        if id.startswith("pharmacy/")
        for provision in rule_set.provisions.values()
        for version in provision.versions
    ]
    named = {each.changed_by["instrument"] for each in versions if each.changed_by}
    assert named - {"uksi/2013/349", "ukpga/2006/41", "ukpga/2022/31"} == {
        instrument for instrument, _, _ in AMENDMENTS
    }
