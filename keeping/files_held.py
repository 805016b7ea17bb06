"""The files of evidence that something names: a case's items, and those of assessments. All others may go.

A database that was not brought up yet may lack the table of the second, or the column that says that a file went.
"""

from sqlalchemy import ColumnElement, Connection, inspect, select, true

from storage import assessment, assessment_item, case, evidence_item


def held(connection: Connection) -> frozenset[str]:
    """The hash of every file that must be there."""
    of_cases = select(evidence_item.c.sha256).where(evidence_item.c.bytes_gone_at.is_(None)).distinct()
    of_assessments = select(assessment_item.c.sha256).where(assessment_item.c.sha256.is_not(None), _there(connection))
    wanted = (of_cases, of_assessments.distinct())[: len(_tables(connection))]
    return frozenset(sha256 for each in wanted for sha256 in connection.scalars(each))


def nobody_adds(connection: Connection) -> None:
    """Let whoever adds an item wait until the transaction ends. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        for table in _tables(connection):
            connection.exec_driver_sql(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def named(connection: Connection, hashes: tuple[str, ...]) -> tuple[str, ...]:
    """The items that hold these files, as people know them: by the case's reference, or by the trust and year."""
    of_cases = connection.execute(
        select(case.c.reference, evidence_item.c.place)
        .join(case, case.c.id == evidence_item.c.case_id)
        .where(evidence_item.c.sha256.in_(hashes), evidence_item.c.bytes_gone_at.is_(None))
        .order_by(case.c.reference, evidence_item.c.place)
    )
    found = [f"{reference} item {place}" for reference, place in of_cases]
    if len(_tables(connection)) > 1:
        of_assessments = connection.execute(
            select(assessment.c.organisation, assessment.c.year, assessment_item.c.place)
            .join(assessment, assessment.c.id == assessment_item.c.assessment_id)
            .where(assessment_item.c.sha256.in_(hashes), _there(connection))
            .order_by(assessment.c.organisation, assessment.c.year, assessment_item.c.place)
        )
        found += [f"{trust} {year} item {place}" for trust, year, place in of_assessments]
    return tuple(found)


def _tables(connection: Connection) -> tuple[str, ...]:
    there = inspect(connection).has_table(assessment_item.name)
    return (evidence_item.name, assessment_item.name) if there else (evidence_item.name,)


def _there(connection: Connection) -> ColumnElement[bool]:
    """Whether the file of an assessment's item is still kept: its time may be over."""
    if len(_tables(connection)) < 2:
        return true()
    columns = {each["name"] for each in inspect(connection).get_columns(assessment_item.name)}
    return assessment_item.c.bytes_gone_at.is_(None) if "bytes_gone_at" in columns else true()
