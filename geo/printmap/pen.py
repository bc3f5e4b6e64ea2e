"""The pen: a sheet of paper in millimetres on which the parts of a print map draw.

Everything goes through matplotlib's objects, never through its global figure, so that several threads can draw.
"""

from __future__ import annotations

import io
import threading
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from matplotlib import patheffects
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox
from PIL import Image, PngImagePlugin

from geo.printmap import fonts

#: One drawing at a time is turned into a file: matplotlib keeps its settings and font caches for the whole process.
_LOCK = threading.Lock()
Anchor = Literal["left", "center", "right"]
#: Middle of the capitals above the base line, whatever letters a line has, in sizes of the type.
_MIDDLE = 0.33


@dataclass(frozen=True)
class Box:
    """A rectangle on the sheet in millimetres from its lower left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.y + self.height


class Pen:
    """A sheet and what is drawn on it; y runs upwards.

    :param width: of the sheet in millimetres.
    :param height: likewise.
    """

    def __init__(self, width: float, height: float) -> None:
        fonts.register()
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / 25.4, height / 25.4), facecolor="white")
        # Straight on the figure: axes would give each of a thousand pieces a path to be cut by.
        self.millimetres = Affine2D().scale(1 / 25.4) + self.figure.dpi_scale_trans
        self.order = 0.0
        self._clip: TransformedBbox | None = None

    @property
    def texts(self) -> list[Text]:
        """What has been written, in order."""
        return [artist for artist in self.figure.artists if isinstance(artist, Text)]

    def within(self, box: Box | None) -> None:
        """Cut off what is drawn from now on outside a box; ``None`` lifts it."""
        self._clip = None
        if box is not None:
            # Made once for all that it cuts: made for each, it took a tenth of the time of a map.
            self._clip = TransformedBbox(Bbox.from_bounds(box.x, box.y, box.width, box.height), self.millimetres)

    def _put(self, artist: Any) -> None:
        self.order += 1
        artist.set_zorder(self.order)
        artist.set_transform(self.millimetres)
        self.figure.add_artist(artist)
        if self._clip is not None:
            artist.set_clip_box(self._clip)

    def path(
        self,
        parts: Sequence[Any],
        *,
        fill: str | None = None,
        line: str | None = None,
        width: float = 0.2,
        dash: tuple[float, float] | None = None,
        alpha: float = 1.0,
        closed: bool = True,
        round_ends: bool = True,
    ) -> None:
        """Draw polygons (``closed``) or lines: sequences of (x, y) in millimetres, as one path."""
        if not (kept := [np.asarray(part, dtype=float) for part in parts if len(part) > 1]):
            return
        vertices, codes = [], []
        for part in kept:
            vertices.append(part)
            codes.append(np.full(len(part), Path.LINETO, dtype=Path.code_type))
            codes[-1][0] = Path.MOVETO
            if closed:
                vertices.append(part[:1])
                codes.append(np.array([Path.CLOSEPOLY], dtype=Path.code_type))
        path = Path(np.concatenate(vertices), np.concatenate(codes))
        self._patch(path, fill=fill, line=line, width=width, dash=dash, alpha=alpha, round_ends=round_ends)

    def _patch(
        self,
        path: Path,
        *,
        fill: str | None = None,
        line: str | None = None,
        width: float = 0.2,
        dash: tuple[float, float] | None = None,
        alpha: float = 1.0,
        round_ends: bool = True,
    ) -> None:
        patch = PathPatch(
            path,
            facecolor=fill or "none",
            edgecolor=line or "none",
            linewidth=width / fonts.POINT if line else 0,
            linestyle=(0, (dash[0] / width, dash[1] / width)) if dash else "solid",
            alpha=alpha,
            capstyle="round" if round_ends else "butt",
            joinstyle="round",
        )
        self._put(patch)

    def line(self, points: Any, colour: str, width: float = 0.2, **how: Any) -> None:
        """Draw one line."""
        self.path([points], line=colour, width=width, closed=False, **how)

    def box(self, box: Box, **how: Any) -> None:
        """Draw a rectangle."""
        self.path([[(box.x, box.y), (box.right, box.y), (box.right, box.top), (box.x, box.top)]], **how)

    def ring(self, x: float, y: float, rx: float, ry: float | None = None, **how: Any) -> None:
        """Draw a circle or an ellipse."""
        circle = Path.unit_circle()  # of curves: a tenth of the size of a polygon that looks round
        self._patch(Path(np.asarray(circle.vertices, float) * (rx, ry or rx) + (x, y), circle.codes), **how)

    def slice(self, x: float, y: float, r: float, start: float, end: float, **how: Any) -> None:
        """Draw a slice of a pie between two angles in degrees, anticlockwise from east."""
        wedge = Path.wedge(start, end)
        self._patch(Path(np.asarray(wedge.vertices, float) * r + (x, y), wedge.codes), **how)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: str,
        *,
        weight: int = 400,
        italic: bool = False,
        anchor: Anchor = "left",
        halo: str | None = None,
        angle: float = 0.0,
        spacing: float = 0.0,
        middle: bool = False,
    ) -> None:
        """Write one line with its base line (or its middle) at ``y``; sizes in millimetres."""
        if not (text := fonts.drawable(fonts.clean(text))):
            return
        if spacing:
            self._spaced(x, y, text, size, colour, weight, italic, anchor, halo, angle, spacing, middle)
            return
        if middle:
            lift = -_MIDDLE * size
            x, y = x - lift * np.sin(np.radians(angle)), y + lift * np.cos(np.radians(angle))
        written = Text(
            x,
            y,
            text,
            fontproperties=fonts.properties(text, weight, italic),
            fontsize=size / fonts.POINT,
            color=colour,
            ha=anchor,
            va="baseline",
            rotation=angle,
            rotation_mode="anchor",
            parse_math=False,
            clip_on=False,
        )
        if halo:
            written.set_path_effects([patheffects.withStroke(linewidth=0.30 * size / fonts.POINT, foreground=halo)])
        self._put(written)

    def _spaced(  # type: ignore[no-untyped-def]
        self, x, y, text, size, colour, weight, italic, anchor, halo, angle, spacing, middle
    ) -> None:
        whole = fonts.width(text, size, weight, italic, spacing)
        along = {"left": 0.0, "center": -whole / 2, "right": -whole}[anchor]
        letters, codes = [], []
        for n, letter in enumerate(text):
            before = fonts.width(text[:n], size, weight, italic) + spacing * n if n else 0.0
            outline = fonts.outline(letter, weight, italic)
            letters.append(np.asarray(outline.vertices) * size + (along + before, -_MIDDLE * size if middle else 0.0))
            codes.append(np.asarray(outline.codes))
        turned = Affine2D().rotate_deg(angle).translate(x, y)
        # All letters as one shape: as many texts, each with its halo, took a quarter of the time of a map.
        path = Path(turned.transform(np.concatenate(letters)), np.concatenate(codes))
        if halo:
            self._patch(path, fill=halo, line=halo, width=0.30 * size)
        self._patch(path, fill=colour)

    def lines(self, x: float, y: float, lines: Sequence[str], size: float, colour: str, **how: Any) -> float:
        """Write lines downwards from ``y``, the top of the first; return the bottom of the last."""
        leading = how.pop("leading", 1.28)
        for line in lines:
            y -= size * leading
            self.text(x, y + 0.26 * size * leading, line, size, colour, **how)
        return y

    def png(self, resolution: float, about: dict[str, str]) -> bytes:
        """Return the sheet as a PNG of so many dots per inch; ``about`` goes into the file as text."""
        with _LOCK:
            self.figure.set_dpi(resolution)
            canvas: Any = FigureCanvasAgg(self.figure)
            canvas.draw()
            picture = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
        info = PngImagePlugin.PngInfo()
        for name, value in about.items():
            info.add_itxt(name, value)
        out = io.BytesIO()
        # Looking for repeats within a line only takes two thirds of the time, and the file is as small.
        picture.save(out, "png", dpi=(resolution, resolution), pnginfo=info, compress_type=zlib.Z_RLE)
        return out.getvalue()

    def svg(self, about: dict[str, str]) -> bytes:
        """Return the sheet as SVG, letters as outlines; ``about`` may hold ``Title`` and ``Description``."""
        out = io.BytesIO()
        with _LOCK:
            canvas: Any = FigureCanvasSVG(self.figure)
            canvas.print_svg(out, metadata={"Date": None, "Creator": "MINUSMA Atlas", **about})
        return out.getvalue()
