"""Slides in millimetres: what a deck needs of python-pptx, with our colours, and the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
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
_NAMES = nsdecls("a", "p", "r")
_ALIGN = {"left": "l", "right": "r", "center": "ctr"}
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


#: Of a table's cells, in millimetres.
_MARGINS = " ".join(f'{side}="{emu(mm)}"' for side, mm in (("marL", 1.2), ("marR", 2.4), ("marT", 0.9), ("marB", 0.9)))


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
        said = "".join(self._paragraph(runs, align, language, space) for runs in paragraphs)
        text = parse_xml(
            f'<p:txBody {_NAMES}><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" '
            f'anchor="{"ctr" if middle else "t"}"><a:noAutofit/></a:bodyPr><a:lstStyle/>{said or "<a:p/>"}</p:txBody>'
        )
        shape._element.replace(shape._element.txBody, text)

    def _paragraph(
        self, runs: Paragraph, align: str = "left", language: Language | None = None, space: float | None = None
    ) -> str:
        """Return a paragraph as the format writes it: piece by piece the library takes ten times as long.

        :param space: points after it.
        """
        spoken = _LANGUAGES[language or self.language]
        after = "" if space is None else f'<a:spcAft><a:spcPts val="{round(space * 100)}"/></a:spcAft>'
        said = "".join("<a:br/>" if run.text == "\n" else self._run(run, spoken) for run in runs)
        return f'<a:p><a:pPr algn="{_ALIGN[align]}">{after}</a:pPr>{said}</a:p>'

    def _run(self, run: Run, language: str) -> str:
        size = round(round(run.size, 1) * 100)
        if run.link:
            number = self.slide.part.relate_to(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            look = f'<a:hlinkClick r:id="{number}"/>'
        else:
            look = _filled(run.colour)
        looks = f'<a:rPr lang="{language}" sz="{size}" b="{int(run.bold)}">{look}</a:rPr>'
        return f"<a:r>{looks}<a:t>{escape(_spaced(run.text))}</a:t></a:r>"

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
        place = (emu(box.x), emu(box.y), emu(box.width), emu(sum(heights)))
        frame = self.slide.shapes.add_table(1, 1, *place)
        grid = "".join(f'<a:gridCol w="{emu(width)}"/>' for width in widths)
        lines = [GROUND.text_quiet] + [GROUND.line] * (len(heights) - 1)
        rows = "".join(
            f'<a:tr h="{emu(height)}">{self._cells(row, right, line)}</a:tr>'
            for row, height, line in zip(cells, heights, lines, strict=True)
        )
        # The style is "no style, no grid": the rules are ours.
        table = parse_xml(
            f'<a:tbl {_NAMES}><a:tblPr firstRow="1"><a:tableStyleId>{{2D5ABB26-0587-4C30-8999-92F81FD0307C}}'
            f"</a:tableStyleId></a:tblPr><a:tblGrid>{grid}</a:tblGrid>{rows}</a:tbl>"
        )
        old = frame.table._tbl
        old.getparent().replace(old, table)

    def _cells(self, cells: Sequence[Sequence[Paragraph]], right: set[int], line: str) -> str:
        """Return the cells of a row, with a fine rule under each."""
        said = []
        for c, paragraphs in enumerate(cells):
            text = "".join(self._paragraph(runs, "right" if c in right else "left") for runs in paragraphs)
            said.append(
                f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{text}</a:txBody><a:tcPr {_MARGINS}>"
                f'<a:lnB w="6350">{_filled(line)}</a:lnB></a:tcPr></a:tc>'
            )
        return "".join(said)

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


def _filled(colour: str) -> str:
    """Return the element of a plain colour."""
    return f'<a:solidFill><a:srgbClr val="{colour.removeprefix("#").upper()}"/></a:solidFill>'


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
