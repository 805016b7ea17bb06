"""What decisions add up to: the figures of the register as tables, with a bar beside each number of a line."""

from collections.abc import Mapping

from flask import Response, abort, render_template, url_for

from register import FIGURES, Figure, Line, figure, figures
from web.pages.setting import rule_sets
from web.register import remembering
from web.shelf import shelf

BAR = 100  # units that the longest bar is wide


def learning_page() -> str:
    """Every figure, each with its CSV."""
    with shelf().reading() as connection:
        made = remembering.remembered(connection, "figures", lambda: figures(connection))
        covered = remembering.covered(connection)
    return render_template(
        "register/learning.html", figures=made, covered=covered, bars={each.id: bars(each) for each in made}, width=BAR,
        named=named,
    )  # fmt: skip


def figure_csv(figure_id: str) -> Response:
    """A figure as CSV."""
    with shelf().reading() as connection:
        made = figure(connection, figure_id)
    if made is None:
        abort(404, f"There is no figure called {figure_id[:60]}. There are {', '.join(FIGURES)}.")
    response = Response(made.csv, content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{made.id}.csv")
    return response


def named(of: Figure, line: Line) -> tuple[str, str]:
    """What a line is about, and where there is more of it: a provision's decisions, and the rules of a route."""
    rule_set = rule_sets().get(line.label) if of.id == "outcomes-by-route" else None
    if rule_set is not None:
        return rule_set.title, url_for("pages.one_rule_set", id=rule_set.id)
    says, _, id = line.label.removesuffix(")").rpartition(" (")
    if of.id != "outcomes-by-provision" or not says:
        return line.label, ""
    return says, url_for("register_pages.search_page", provision=id)


def bars(of: Figure) -> Mapping[Line, int]:
    """How wide the bar of each line's total is, in proportion; none for a total that is not shown."""
    longest = max((line.total or 0 for line in of.lines), default=0)
    return {line: max(1, line.total * BAR // longest) for line in of.lines if line.total}
