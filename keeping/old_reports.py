"""Reports of the public whose time is over: their words go, and that they came and were answered stays."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select, update

from storage import report_answer, reported

KEPT = timedelta(days=2 * 365)


def forget_reports(connection: Connection, now: datetime) -> int:
    """Let go of the words of every report, and of its answers, whose last answer was given two years ago; how many."""
    last = select(report_answer.c.report_id).group_by(report_answer.c.report_id)
    answered = last.having(func.max(report_answer.c.at) < now - KEPT)
    wanted = select(reported.c.id).where(reported.c.id.in_(answered), reported.c.said.is_not(None))
    old = list(connection.scalars(wanted))
    if old:
        connection.execute(update(reported).where(reported.c.id.in_(old)).values(said=None, contact=None))
        connection.execute(update(report_answer).where(report_answer.c.report_id.in_(old)).values(said=None))
    return len(old)
