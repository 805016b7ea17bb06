"""Faults planted on purpose, in either reading of a rule set: a test of what is done about them."""

from dataclasses import replace

from engine import RuleSet
from engine.evaluate import Evaluation
from engine.frames import Frame
from engine.model import Group, Question, Version


def in_the_definition(rule_set: RuleSet, id: str) -> RuleSet:
    """A rule set of which the definition reads one provision turned over; the rules engine has it as it was."""
    provision = rule_set.provisions[id]
    turned = (
        replace(each, when=Group("not", (each.when,))) if each.when is not None else each for each in provision.versions
    )
    changed = replace(provision, versions=tuple(turned))
    return replace(rule_set, provisions={**rule_set.provisions, id: changed})


def in_the_exceptions(rule_set: RuleSet, id: str) -> RuleSet:
    """A rule set of which the definition reads every exception of one provision turned over."""
    provision = rule_set.provisions[id]
    turned = (
        replace(each, unless=tuple(replace(one, when=Group("not", (one.when,))) for one in each.unless))
        for each in provision.versions
    )
    changed = replace(provision, versions=tuple(turned))
    return replace(rule_set, provisions={**rule_set.provisions, id: changed})


def in_the_lines(rule_set: RuleSet, question: str) -> RuleSet:
    """A rule set of which the definition reads every line of one question turned over."""

    def turned(asked: Question) -> Question:
        lines = (replace(one, when=one.when and Group("not", (one.when,))) for one in asked.lines)
        return replace(asked, lines=tuple(lines)) if asked.id == question else asked

    return replace(rule_set, questions=tuple(map(turned, rule_set.questions)))


def in_the_choice_of_a_version(ev: Evaluation, id: str, version: Version) -> Evaluation:
    """The definition's reading of a case in which it takes another version of one provision than applies."""
    return replace(ev, _chosen={id: ((version, ev.as_at),)}, _provisions={}, _versions={}, _reachable={})


def in_the_rules_engine(rule_set: RuleSet, frame: int) -> RuleSet:
    """A rule set of which the rules engine has the answers of one frame in each other's place."""
    return with_frame(rule_set, misplaced(rule_set.plan.frames[frame]))


def misplaced(frame: Frame) -> Frame:
    """A frame that gives every answer where it should give another."""
    answers = [answer for answer, _ in frame.rules]
    patterns = [pattern for _, pattern in frame.rules]
    return replace(frame, rules=tuple(zip(answers[1:] + answers[:1], patterns, strict=True)))


def with_frame(rule_set: RuleSet, frame: Frame) -> RuleSet:
    """A rule set with one of its frames changed."""
    frames = tuple(frame if each.number == frame.number else each for each in rule_set.plan.frames)
    return replace(rule_set, plan=replace(rule_set.plan, frames=frames))
