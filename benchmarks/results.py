"""What was measured, and the statistics of it."""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Row:
    """One contender at one size.

    :param opening: seconds from asking for the page to its events painted, on a warm server.
    :param steps: milliseconds from the key to map, table and text all right.
    :param maps: milliseconds from the key to the map being right, whatever text and table show.
    :param received: KB that came over the wire, a step.
    :param server: milliseconds of processor time of the server, a step.
    :param heap: MB of the browser's JavaScript heap, after collecting garbage.
    :param memory: MB that the server's process holds.
    :param frames: mode of the map → frames a second while the brush is dragged.
    :param note: why there is no more.
    """

    contender: str
    size: int
    opening: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)
    received: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)
    heap: float | None = None
    memory: float | None = None
    frames: dict[str, float] = field(default_factory=dict)
    note: str = ""
    maps: list[float] = field(default_factory=list)

    @property
    def median(self) -> float | None:
        """The median step in milliseconds."""
        return median(self.steps)


def median(values: Sequence[float]) -> float | None:
    """Return the median, or ``None`` of nothing.

    >>> median([3, 1, 2, 10])
    2.5
    """
    return statistics.median(values) if values else None


def p95(values: Sequence[float]) -> float | None:
    """Return the smallest value that at least 95 % do not exceed, or ``None`` of nothing.

    >>> p95(range(1, 101))
    95
    >>> p95([1, 2, 3])
    3
    """
    ordered = sorted(values)
    return ordered[math.ceil(0.95 * len(ordered)) - 1] if ordered else None


@dataclass
class Results:
    """A run: when, on what, and its rows in the order in which they were measured."""

    day: str
    machine: dict[str, str]
    rows: list[Row]

    def row(self, contender: str, size: int) -> Row | None:
        """Return a contender's row of a size, if it was measured."""
        return next((row for row in self.rows if (row.contender, row.size) == (contender, size)), None)

    def save(self, file: Path) -> None:
        """Write the run as JSON."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, file: Path) -> Results:
        """Read what :meth:`save` wrote."""
        said = json.loads(file.read_text(encoding="utf-8"))
        return cls(said["day"], said["machine"], [Row(**row) for row in said["rows"]])
