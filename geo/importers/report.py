"""The import report: what was read, kept, repaired and left out, and why, before anything is used.

While a file is read a :class:`Log` collects findings in blocks (one finding, many rows), so that a finding about
300,000 rows costs no more than one about three. The finished :class:`Report` unfolds them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import pandas as pd

from geo.records import harmless
from geo.words import LANGUAGES, Language, t

#: What was done: ``kept`` as it stood, ``repaired`` and kept, ``refused`` because it can't be used, ``left_out``
#: because it is not about Mali or the Mission.
Action = Literal["kept", "repaired", "refused", "left_out"]
#: Rows of one finding that the report lists one by one; the rest is one line that names their rows. The CSV has all.
LISTED = 200
#: Characters of a cell that are quoted.
QUOTED = 80


@dataclass(frozen=True)
class ImportProblem:
    """One finding: a row's, or of several rows or the whole file.

    :param row: as a spreadsheet counts (the names stand in row 1 unless lines stand above them); ``None`` when the
        finding is about several rows or the file.
    :param column: name in the file; ``""`` for the whole row or file.
    :param value: what stood there, shortened.
    :param code: what kind of finding; ``import.<code>`` in the words catalogue.
    :param action: what was done.
    :param values: what fills the sentences.
    """

    row: int | None
    column: str
    value: str
    code: str
    action: Action
    values: tuple[tuple[str, Any], ...] = ()

    @property
    def what(self) -> str:
        """What was found, in English."""
        return self.said("en")[0]

    @property
    def why(self) -> str:
        """What was done about it and why, in English."""
        return self.said("en")[1]

    def said(self, language: Language) -> tuple[str, str]:
        """Return what was found, and what was done and why, as two sentences."""
        values = dict(self.values)
        given = {name: value.get(language) if isinstance(value, dict) else value for name, value in values.items()}
        return t(language, f"import.{self.code}", **given), t(language, f"import.{self.code}_why", **given)

    def sentence(self, language: Language) -> str:
        """Return the finding as one line: where, what was read, what was found, what was done and why."""
        where = [t(language, "import.row", row=str(self.row))] if self.row is not None else []
        where += [t(language, "import.column", column=self.column)] if self.column else []
        quoted = t(language, "import.read", value=_printable(self.value)) if self.value else ""
        what, why = self.said(language)
        text = f"{what} {why}"
        place = ", ".join(where) + (f" {quoted}" if where and quoted else quoted)
        return t(language, "import.at", where=place, text=text) if place else text

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as plain values, sentences in English."""
        what, why = self.said("en")
        return {
            "row": self.row,
            "column": self.column or None,
            "value": self.value or None,
            "code": self.code,
            "what": what,
            "why": why,
            "action": self.action,
        }


@dataclass(frozen=True)
class Block:
    """One finding about any number of rows, or about the file when it has none."""

    code: str
    column: str
    action: Action
    rows: tuple[int, ...]
    cells: tuple[str, ...]
    values: tuple[tuple[str, Any], ...]

    def problems(self, limit: int | None) -> Iterator[ImportProblem]:
        """Unfold into one problem a row; beyond the limit, into one more that names the rows it stands for."""
        if not self.rows:
            yield ImportProblem(
                None, self.column, self.cells[0] if self.cells else "", self.code, self.action, self.values
            )
            return
        if limit is not None and self.action == "left_out":
            limit = 0  # nothing is wrong with these rows: how many and which they are is enough
        for row, cell in zip(self.rows[:limit], self.cells[:limit], strict=True):
            yield ImportProblem(row, self.column, cell, self.code, self.action, self.values)
        if limit is not None and len(self.rows) > limit:
            rest, said = self.rows[limit:], {language: self.said(language) for language in LANGUAGES}
            what = {language: sentences[0] for language, sentences in said.items()}
            why = {language: sentences[1] for language, sentences in said.items()}
            values = (("n", len(rest)), ("rows", _short(ranges(rest))), ("what", what), ("why", why))
            yield ImportProblem(None, self.column, "", "more" if limit else "many", self.action, values)

    def said(self, language: Language) -> tuple[str, str]:
        """Return what was found, and what was done and why, as two sentences."""
        return ImportProblem(None, "", "", self.code, self.action, self.values).said(language)


@dataclass(frozen=True)
class Report:
    """What became of a file's rows.

    :param kind: format that the file was read as, e.g. ``ucdp``.
    :param read: rows of the file, without names, tags and blank lines.
    :param kept: rows that are in an event now; ``read - kept`` are ``refused``.
    :param refused: rows that are not: unusable, or not about Mali or the Mission.
    :param left_out: those of them that are fit but about something else.
    :param repaired: rows kept with something mended.
    :param events: events made of the rows kept; fewer than rows where several tell of one.
    :param blocks: the findings.
    """

    kind: str
    read: int
    kept: int
    refused: int
    left_out: int
    repaired: int
    events: int
    blocks: tuple[Block, ...]

    @cached_property
    def problems(self) -> list[ImportProblem]:
        """Every finding: first those about the file, then by row; long ones shortened (see :data:`LISTED`)."""
        found = [problem for block in self.blocks for problem in block.problems(LISTED)]
        return sorted(found, key=lambda problem: problem.row or 0)

    def as_dict(self, data_id: str = "") -> dict[str, Any]:
        """Return the report as the command line prints it.

        :param data_id: id under which the set was kept; ``""`` when it wasn't.
        """
        return {
            "id": data_id,
            "format": self.kind,
            "read": self.read,
            "kept": self.kept,
            "refused": self.refused,
            "left_out": self.left_out,
            "repaired": self.repaired,
            "events": self.events,
            "problems": [problem.as_dict() for problem in self.problems],
        }

    def sentence(self, language: Language) -> str:
        """Return what became of the rows as one sentence."""
        values = {name: getattr(self, name) for name in ("kept", "repaired", "left_out", "events")}
        unusable = self.refused - self.left_out
        kind = t(language, f"import.kind_{self.kind}")
        return t(language, "import.summary", n=self.read, kind=kind, unusable=unusable, **values)

    def sentences(self, language: Language) -> list[str]:
        """Return the summary and every finding, one line each."""
        return [self.sentence(language), *(problem.sentence(language) for problem in self.problems)]

    def csv_text(self, language: Language) -> str:
        """Return every finding of every row as CSV for download; cells are safe to open in a spreadsheet."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(
            [t(language, f"import.head_{name}") for name in ("row", "column", "value", "what", "why", "done")]
        )
        for block in self.blocks:
            what, why = block.said(language)
            done = t(language, f"import.did_{block.action}")
            for problem in block.problems(None):
                cells = ["" if problem.row is None else problem.row, problem.column, problem.value, what, why, done]
                writer.writerow([harmless(cell) for cell in cells])
        return out.getvalue()


@dataclass
class Log:
    """Collects findings while a file is read."""

    blocks: list[Block] = field(default_factory=list)

    def file(self, code: str, *, action: Action = "kept", column: str = "", value: str = "", **values: Any) -> None:
        """Note something about the file as a whole or about a column."""
        cells = (_short(value),) if value else ()
        self.blocks.append(Block(code, column, action, (), cells, tuple(values.items())))

    def rows(
        self,
        code: str,
        rows: Iterable[int],
        *,
        action: Action,
        column: str = "",
        cells: Sequence[Any] | pd.Series | None = None,
        **values: Any,
    ) -> None:
        """Note the same thing about several rows; nothing when there is none.

        :param rows: as a spreadsheet counts them.
        :param cells: what stood there, in the order of ``rows``.
        """
        numbers = tuple(int(row) for row in rows)
        if numbers:
            quoted = ("",) * len(numbers) if cells is None else tuple(_short(cell) for cell in cells)
            self.blocks.append(Block(code, column, action, numbers, quoted, tuple(values.items())))

    def done(self, kind: str, read: int, events: int) -> Report:
        """Return the finished report.

        :param read: rows of the file.
        :param events: events made of them.
        """
        by_action: dict[str, set[int]] = {"kept": set(), "repaired": set(), "refused": set(), "left_out": set()}
        for block in self.blocks:
            by_action[block.action].update(block.rows)
        out = by_action["refused"] | by_action["left_out"]
        left_out = len(by_action["left_out"] - by_action["refused"])
        repaired = len(by_action["repaired"] - out)
        return Report(kind, read, read - len(out), len(out), left_out, repaired, events, tuple(self.blocks))


def ranges(rows: Sequence[int]) -> str:
    """Write row numbers shortly.

    >>> ranges([2, 3, 4, 9, 11, 12])
    '2–4, 9, 11–12'
    """
    parts: list[list[int]] = []
    for row in sorted(rows):
        if parts and row == parts[-1][1] + 1:
            parts[-1][1] = row
        else:
            parts.append([row, row])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in parts)


def _short(cell: Any) -> str:
    text = "" if cell is None or cell is pd.NA or cell != cell else str(cell)
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}…"


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
