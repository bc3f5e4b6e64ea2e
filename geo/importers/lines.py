"""Rows of another container as lines of text with tabs, which the reader of tables takes like any other text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

_TABS = re.compile("[\t\0]+")


class Lines:
    """Collects rows of unequal length; all have the same number of fields in the end.

    >>> lines = Lines()
    >>> lines.add(["id", "lieu"])
    >>> lines.add(["1"])
    >>> lines.done()
    b'id\\tlieu\\n1\\t\\n'
    """

    def __init__(self) -> None:
        self._rows: list[list[str]] = []
        self._width = 0

    def add(self, cells: Sequence[str]) -> None:
        """Add a row; tabs in cells become spaces."""
        row = [_TABS.sub(" ", cell) if "\t" in cell or "\0" in cell else cell for cell in cells]
        while row and not row[-1]:
            row.pop()
        self._rows.append(row)
        self._width = max(self._width, len(row))

    def done(self) -> bytes:
        """Return all rows in UTF-8."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        for row in self._rows:
            writer.writerow(row + [""] * (self._width - len(row)))
        return out.getvalue().encode("utf-8", errors="replace")
