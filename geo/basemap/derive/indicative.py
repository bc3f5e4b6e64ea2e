"""Two indicative lines: Ménaka from Gao, and Taoudénit from Timbuktu (regions since 2016, in no registry package).

They are placed by hand so that every site and event of the Atlas falls in the region that its record names, and
smoothed so that nobody takes them for a surveyed boundary. They begin and end outside the region that they cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import shapely  # type: ignore[import-not-found, import-untyped, unused-ignore]
import shapely.ops  # type: ignore[import-not-found, import-untyped, unused-ignore]
from shapely.geometry import LineString, Point  # type: ignore[import-not-found, import-untyped, unused-ignore]


@dataclass(frozen=True)
class Cut:
    """One indicative line.

    :param old: the region as Natural Earth has it, which keeps one side.
    :param new: the region of 2016 on the other side.
    :param through: control points, lon and lat in degrees, the first and the last outside ``old``.
    :param inside_new: a point that belongs to ``new``.
    """

    old: str
    new: str
    through: tuple[tuple[float, float], ...]
    inside_new: tuple[float, float]


CUTS = (
    Cut(
        "Gao",
        "Ménaka",
        (
            (1.12, 14.8),
            (1.2, 15.3),
            (1.24, 15.8),
            (1.42, 16.12),
            (1.78, 16.4),
            (1.95, 16.8),
            (1.88, 17.3),
            (1.66, 18.0),
        ),
        (2.3961, 15.9199),  # the town of Ménaka
    ),
    Cut(
        "Timbuktu",
        "Taoudénit",
        ((-6.4, 17.6), (-5.5, 17.78), (-4.4, 18.12), (-3.3, 18.1), (-2.2, 17.9), (-1.3, 18.12), (-0.3, 18.5)),
        (-3.9792, 22.6769),  # the mine of Taoudénit
    ),
)
NOTE = "Indicative line placed by hand for this Atlas; not a boundary."
NOTE_FR = "Ligne indicative tracée à la main pour cet Atlas ; ce n’est pas une limite administrative."


def smooth(points: tuple[tuple[float, float], ...], rounds: int = 4) -> Any:
    """Return a line that rounds the corners of ``points`` (Chaikin's cutting), its ends kept."""
    line = list(points)
    for _ in range(rounds):
        cut = [line[0]]
        for (x0, y0), (x1, y1) in zip(line, line[1:], strict=False):
            cut += [(0.75 * x0 + 0.25 * x1, 0.75 * y0 + 0.25 * y1), (0.25 * x0 + 0.75 * x1, 0.25 * y0 + 0.75 * y1)]
        line = [*cut, line[-1]]
    return LineString(line).simplify(0.002)


def split(polygon: Any, cut: Cut) -> tuple[Any, Any, Any]:
    """Cut a region in two.

    :param polygon: the region ``cut.old``.
    :returns: what is left of it, the new region, and the line between them.
    :raises ValueError: the line does not cut the region in exactly two.
    """
    line = smooth(cut.through)
    pieces = list(shapely.ops.split(polygon, line).geoms)
    new = [piece for piece in pieces if piece.contains(Point(cut.inside_new))]
    old = [piece for piece in pieces if not piece.contains(Point(cut.inside_new))]
    if len(new) != 1 or len(old) != 1:
        raise ValueError(f"the indicative line of {cut.new} cuts {cut.old} in {len(pieces)} pieces, expected 2")
    return old[0], new[0], shapely.line_merge(shapely.intersection(line, polygon))
