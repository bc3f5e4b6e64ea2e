"""Slides in millimetres: what a deck needs of python-pptx, with our colours, and the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu, Pt

from geo.printmap import fonts
from geo.printmap.pen import Box
from geo.style import GROUNDS
from geo.words import Language

GROUND = GROUNDS["light"]
#: Shape of a group's symbol → shape of PowerPoint.
SHAPES = {
    "circle": MSO_SHAPE.OVAL,
    "diamond": MSO_SHAPE.DIAMOND,
    "square": MSO_SHAPE.RECTANGLE,
    "triangle": MSO_SHAPE.ISOSCELES_TRIANGLE,
    "cross": MSO_SHAPE.MATH_MULTIPLY,
}
_LANGUAGES: dict[Language, str] = {"en": "en-GB", "fr": "fr-FR"}
_FILL, _COLOUR = qn("a:solidFill"), qn("a:srgbClr")
_SET, _AFTER, _POINTS, _RUN, _TEXT = (qn(f"a:{name}") for name in ("pPr", "spcAft", "spcPts", "r", "t"))
_CREATED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</)")


@dataclass(frozen=True)
class Run:
    """A piece of text of one kind.

    :param text: the words; a line break alone begins a new line.
    :param size: in points.
    :param link: address that it leads to.
    """

    text: str
    size: float = 14
    colour: str = GROUND.text
    bold: bool = False
    link: str = ""


Paragraph = Sequence[Run]


def emu(mm: float) -> Emu:
    """Return millimetres in PowerPoint's unit."""
    return Emu(round(mm * 36_000))


class Deck:
    """A presentation; positions in millimetres from the upper left corner.

    :param width: of a slide, like ``height``.
    :param language: of its text.
    """

    def __init__(self, width: float, height: float, language: Language) -> None:
        file: Any = Presentation()
        self.file = file
        self.width, self.height, self.language = width, height, language
        across, down = width * 36_000 / self.file.slide_width, height * 36_000 / self.file.slide_height
        # The library's template is 4:3; its placeholders move along, so that slides added by hand look right.
        for shapes in (self.file.slide_master.shapes, *(layout.shapes for layout in self.file.slide_layouts)):
            for shape in shapes:
                if shape.element.xpath(".//a:xfrm"):
                    shape.left, shape.width = Emu(round(shape.left * across)), Emu(round(shape.width * across))
                    shape.top, shape.height = Emu(round(shape.top * down)), Emu(round(shape.height * down))
        self.file.slide_width, self.file.slide_height = emu(width), emu(height)
        self.slide: Any = None

    def add(self, layout: int, title: str, box: Box, sizes: tuple[float, ...], most: int = 2) -> float:
        """Add a slide with a title in its placeholder, as large as fits; return the size in points.

        :param layout: 0 title slide, 5 title only.
        """
        self.slide = self.file.slides.add_slide(self.file.slide_layouts[layout])
        # Only we add shapes: their numbers are counted on instead of looked for in all that is there.
        self.slide.shapes.turbo_add_enabled = True
        size, lines = fonts.fit(title, box.width, tuple(s * fonts.POINT * 1.04 for s in sizes), most)
        points = size / fonts.POINT / 1.04
        self._fill(self.slide.shapes.title, box, [[Run(" ".join(lines), points, bold=True)]])
        return points

    def text(
        self,
        box: Box,
        paragraphs: Sequence[Paragraph],
        *,
        align: str = "left",
        middle: bool = False,
        space: float = 0.0,
        language: Language | None = None,
    ) -> Any:
        """Write paragraphs into a text box without inner margins.

        :param space: points after each paragraph.
        """
        shape = self.slide.shapes.add_textbox(emu(box.x), emu(box.y), emu(box.width), emu(box.height))
        self._fill(shape, box, paragraphs, align=align, middle=middle, space=space, language=language)
        return shape

    def _fill(  # type: ignore[no-untyped-def]
        self, shape, box, paragraphs, *, align="left", middle=False, space=0.0, language=None
    ) -> None:
        shape.left, shape.top, shape.width, shape.height = emu(box.x), emu(box.y), emu(box.width), emu(box.height)
        frame = shape.text_frame
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
        for number, runs in enumerate(paragraphs):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            self.paragraph(paragraph, runs, align, language, space)

    def paragraph(
        self,
        paragraph: Any,
        runs: Paragraph,
        align: str = "left",
        language: Language | None = None,
        space: float | None = None,
    ) -> None:
        """Write runs into an empty paragraph; the library looks every element up anew, at ten times the cost.

        :param space: points after it.
        """
        inside = paragraph._p
        how = inside.makeelement(_SET, {"algn": {"left": "l", "right": "r", "center": "ctr"}[align]})
        inside.insert(0, how)
        if space is not None:
            after = how.makeelement(_AFTER, {})
            after.append(after.makeelement(_POINTS, {"val": str(round(space * 100))}))
            how.append(after)
        for run in runs:
            if run.text == "\n":
                paragraph.add_line_break()
                continue
            written = inside.makeelement(_RUN, {})
            written.append(_looks(run, _LANGUAGES[language or self.language]))
            words = written.makeelement(_TEXT, {})
            words.text = _spaced(run.text)
            written.append(words)
            inside.append(written)
            if run.link:
                paragraph.runs[-1].hyperlink.address = run.link

    def shape(
        self, kind: Any, box: Box, *, fill: str = "", line: str = "", width: float = 1.0, dashed: bool = False
    ) -> Any:
        """Draw a shape; ``width`` of its line in points."""
        shape = self.slide.shapes.add_shape(kind, emu(box.x), emu(box.y), emu(box.width), emu(box.height))
        _plain(shape)
        if fill:
            shape.fill.solid()
            shape.fill.fore_color.rgb = colour(fill)
        else:
            shape.fill.background()
        if line:
            shape.line.color.rgb, shape.line.width = colour(line), Pt(width)
            if dashed:
                shape.line.dash_style = MSO_LINE.DASH
        else:
            shape.line.fill.background()
        self.describe(shape, "")
        return shape

    def rule(self, x0: float, y0: float, x1: float, y1: float, line: str, width: float, dashed: bool = False) -> None:
        """Draw a straight line."""
        ends = (emu(x0), emu(y0), emu(x1), emu(y1))
        drawn = self.slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
        _plain(drawn)
        drawn.line.color.rgb, drawn.line.width = colour(line), Pt(width)
        if dashed:
            drawn.line.dash_style = MSO_LINE.DASH
        self.describe(drawn, "")

    def picture(self, content: bytes, box: Box, description: str) -> None:
        """Put a picture, with the text that is read out in its place."""
        where = (emu(box.x), emu(box.y), emu(box.width), emu(box.height))
        self.describe(self.slide.shapes.add_picture(io.BytesIO(content), *where), description)

    def describe(self, shape: Any, text: str) -> None:
        """Give a shape its alternative text; an empty one marks it as decoration."""
        shape._element.xpath(".//p:cNvPr")[0].set("descr", text)

    def table(self, box: Box, widths: Sequence[float], heights: Sequence[float], cells: Any, right: set[int]) -> None:
        """Put a table of ruled rows, the first its head.

        :param cells: rows of columns of paragraphs.
        :param right: columns that are set flush right.
        """
        rows, columns = len(heights), len(widths)
        place = (emu(box.x), emu(box.y), emu(box.width), emu(sum(heights)))
        frame = self.slide.shapes.add_table(rows, columns, *place)
        table = frame.table
        table.first_row, table.horz_banding = True, False
        style = frame._element.xpath(".//a:tableStyleId")[0]
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "no style, no grid": the rules are ours
        for number, width in enumerate(widths):
            table.columns[number]._gridCol.w = emu(width)
        for r, height in enumerate(heights):
            row = table.rows[r]
            row._tr.h = emu(height)  # by the library each row would add up the heights of all
            for c, cell in enumerate(row.cells):
                frame_ = cell.text_frame
                for number, runs in enumerate(cells[r][c]):
                    paragraph = frame_.paragraphs[0] if number == 0 else frame_.add_paragraph()
                    self.paragraph(paragraph, runs, "right" if c in right else "left")
                _rule_under(cell, GROUND.text_quiet if r == 0 else GROUND.line)

    def notes(self, text: str) -> None:
        """Write the speaker's notes of the slide."""
        self.slide.notes_slide.notes_text_frame.text = text

    def save(self, made: date, about: dict[str, str], author: str) -> bytes:
        """Return the file, with a fixed day in place of every time of writing."""
        properties, day = self.file.core_properties, datetime(made.year, made.month, made.day)
        properties.title, properties.subject = about["Title"][:250], about["Description"].split("\n")[0][:250]
        properties.comments = about["Description"][:250]  # the format's own limit is 255
        properties.author = properties.last_modified_by = author
        properties.created = properties.modified = day
        properties.language, properties.revision = _LANGUAGES[self.language], 1
        out = io.BytesIO()
        self.file.save(out)
        return still(out.getvalue(), made)


def _looks(run: Run, language: str) -> Any:
    """Return a run's properties, written at once."""
    size = str(round(round(run.size, 1) * 100))
    looks = OxmlElement("a:rPr")
    for name, value in (("lang", language), ("sz", size), ("b", "1" if run.bold else "0")):
        looks.set(name, value)
    if not run.link:
        looks.append(_filled(looks, run.colour.removeprefix("#").upper()))
    return looks


def _filled(where: Any, colour: str) -> Any:
    """Return the element of a plain colour, six digits, for another one."""
    fill = where.makeelement(_FILL, {})
    fill.append(fill.makeelement(_COLOUR, {"val": colour}))
    return fill


def _spaced(text: str) -> str:
    """Return text without what has no shape; spaces at its ends part it from the next run and stay."""
    return " " * text.startswith(" ") + fonts.clean(text) + " " * (text.endswith(" ") and bool(text.strip()))


def _plain(shape: Any) -> None:
    """Take the template's own style, with its shadow, off a shape."""
    for style in shape._element.xpath("./p:style"):
        shape._element.remove(style)


def colour(value: str) -> RGBColor:
    """Return a colour of the style table as PowerPoint has it."""
    red, green, blue = bytes.fromhex(value.removeprefix("#"))
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]


def still(content: bytes, made: date) -> bytes:
    """Return an Office file whose parts, and the files in it, all carry one day: equal content, equal bytes."""
    out = io.BytesIO()
    day = f"{made.isoformat()}T00:00:00Z".encode()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            part = old.read(item)
            if item.filename.endswith(".xlsx"):
                part = still(part, made)
            elif item.filename == "docProps/core.xml":
                part = _CREATED.sub(rb"\g<1>" + day + rb"\g<2>", part)
            info = zipfile.ZipInfo(item.filename, (max(made.year, 1980), made.month, made.day, 0, 0, 0))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            new.writestr(info, part, compresslevel=1 if item.filename.endswith(".png") else 6)
    return out.getvalue()


def _rule_under(cell: Any, line: str) -> None:
    """Set the margins of a cell of a table, and draw a fine rule under it, for which the library has no words."""
    properties = cell._tc.get_or_add_tcPr()
    for side, mm in (("marL", 1.2), ("marR", 2.4), ("marT", 0.9), ("marB", 0.9)):
        properties.set(side, str(emu(mm)))
    border = properties.makeelement(qn("a:lnB"), {"w": "6350"})
    border.append(_filled(border, line.removeprefix("#")))
    properties.insert(0, border)
