"""The findings of an import report as a table that a phone can read: what was lost or changed first."""

from __future__ import annotations

from geo.importers.report import ImportProblem, Report
from geo.words import number
from ui.markup import tag, text
from ui.session import Atlas

#: Findings that the page lists; the downloads hold all.
SHOWN = 400
#: What a reader must look at first.
_ORDER = ("refused", "repaired", "left_out", "kept")


def report_list(atlas: Atlas, report: Report) -> str:
    """Return the findings as markup, rows that were refused first; all of it text."""
    found = sorted(report.problems, key=lambda problem: _ORDER.index(problem.action))
    heads = (
        tag("th", text(atlas.t(f"import.head_{key}")), scope="col")
        for key in ("done", "row", "column", "value", "what", "why")
    )
    body = (_row(atlas, problem) for problem in found[:SHOWN])
    table = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *body), cls="atlas-table")
    more = len(found) - SHOWN
    left = tag("p", text(atlas.t("sets.more_problems", n=more)), cls="atlas-quiet") if more > 0 else ""
    return tag("div", table, cls="atlas-findings", tabindex="0") + left


def _row(atlas: Atlas, problem: ImportProblem) -> str:
    what, why = problem.said(atlas.lang)
    row = number(atlas.lang, problem.row) if problem.row else ""
    done = tag("td", text(atlas.t(f"import.did_{problem.action}")), cls=f"did {problem.action}")
    cells = (("row figure", row), ("column", problem.column), ("value", problem.value), ("what", what), ("why", why))
    return tag("tr", done, *(tag("td", text(cell), cls=name if cell else f"{name} none") for name, cell in cells))
