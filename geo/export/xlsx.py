"""The events of a view as a workbook: about, events, sources and codebook, in the view's language."""

from __future__ import annotations

import io
import textwrap
from datetime import date, datetime, time
from typing import Any

from geo.export.content import about, event_records, figures, source_records, title
from geo.export.order import Order
from geo.model import CATEGORIES, DATE_PRECISIONS, PRECISIONS, VERIFICATIONS
from geo.records import FORMULA
from geo.schema import EVENTS
from geo.words import Language, t

#: Columns of the sheet of events, in order, by their name in the codebook, and their width in characters.
COLUMNS: dict[str, int] = {
    "date_start": 12,
    "date_end": 12,
    "date_precision": 11,
    "title": 54,
    "category": 24,
    "place": 22,
    "cercle": 14,
    "region": 13,
    "lat": 9,
    "lon": 9,
    "location_precision": 22,
    "location_radius_km": 11,
    "killed_low": 9,
    "killed_best": 9,
    "killed_high": 9,
    "killed_peacekeepers": 12,
    "injured": 9,
    "actors": 36,
    "verification": 14,
    "description": 70,
    "source_ids": 30,
    "id": 36,
}
#: Those of several data sets shown together, as :data:`geo.records.TOGETHER`.
_TOGETHER: dict[str, int] = {"data_set": 20, "maybe_same_as": 36}
#: Longest text that a cell of a workbook can hold.
_LONGEST = 32_767
#: Columns whose texts are broken into lines: those that are printed.
_WRAPPED = ("title", "category", "place", "cercle", "region", "location_precision")
_CODES: dict[str, tuple[str, ...]] = {
    "category": tuple(CATEGORIES),
    "date_precision": DATE_PRECISIONS,
    "location_precision": PRECISIONS,
    "verification": VERIFICATIONS,
}


def build(order: Order) -> bytes:
    """Return the workbook; the same order gives the same bytes.

    Days are real dates. Where only the month or the year is known the cell shows no more than that. Text is always
    text: a cell that begins like a formula carries the mark with which spreadsheets keep it from running.
    """
    import xlsxwriter

    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(out, options)
    made = datetime.combine(order.made, time())
    book.set_properties({"title": title(order), "subject": order.sentence, "created": made, "author": "MINUSMA Atlas"})
    sheets = _Sheets(book, order)
    sheets.about()
    sheets.events()
    sheets.sources()
    sheets.codebook()
    book.close()
    return out.getvalue()


def label(column: str, code: str, lang: Language) -> str:
    """Return what the workbook shows for a code of the codebook, in the reader's language."""
    key = {"category": "category.", "date_precision": "export.date_", "location_precision": "export.precision_"}
    return t(lang, f"{key.get(column, 'export.')}{code}")


class _Sheets:
    """Writes the sheets of one order into a workbook."""

    def __init__(self, book: Any, order: Order) -> None:
        self.book, self.order, self.lang = book, order, order.view.lang
        base: dict[str, Any] = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        styles: dict[str, dict[str, Any]] = {
            "text": {},
            "wrap": {"text_wrap": True},
            "guarded": {"quote_prefix": True},
            "head": {"bold": True, "bg_color": "#F7F5F1", "bottom": 1, "text_wrap": True},
            "title": {"bold": True, "font_size": 16},
            "bold": {"bold": True},
            "whole": {"num_format": "0"},
            "degrees": {"num_format": "0.0000"},
            "day": {"num_format": "yyyy-mm-dd", "align": "left"},
            "month": {"num_format": "yyyy-mm", "align": "left"},
            "year": {"num_format": "yyyy", "align": "left"},
            "link": {"font_color": "#00629B", "underline": 1},
        }
        self.styles = {name: book.add_format(base | more) for name, more in styles.items()}
        self.records = event_records(order)
        self.columns = COLUMNS | (_TOGETHER if len(order.store.dataset.parts) > 1 else {})
        # Lines that the wrapped cells of a row need: other software than Excel keeps a row as high as the file says.
        self.lines: dict[tuple[int, int], int] = {}
        self.widths: dict[tuple[int, int], float] = {}

    def about(self) -> None:
        sheet = self._sheet("about")
        self._columns(sheet, [44, 100])
        self._text(sheet, 0, 0, title(self.order), "title")
        row = 2
        for name, value in [*figures(self.order), *about(self.order)]:
            self._text(sheet, row, 0, name, "bold")
            self._text(sheet, row, 1, value, "wrap")
            row += 1
        self._heights(sheet)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def events(self) -> None:
        lang = self.lang
        heads = [(t(lang, f"export.column_{name}"), width) for name, width in self.columns.items()]
        sheet = self._table("events", heads)
        for i, record in enumerate(self.records, start=1):
            for j, name in enumerate(self.columns):
                self._cell(sheet, i, j, name, record)
        self._finish(sheet, len(self.records), len(self.columns))
        # On paper the long texts would make the rest too small to read: up to the injured it fits an A3 sheet.
        sheet.print_area(0, 0, len(self.records), list(COLUMNS).index("injured"))
        sheet.set_paper(8)

    def _cell(self, sheet: Any, i: int, j: int, name: str, record: dict[str, Any]) -> None:
        if name in ("date_start", "date_end"):
            day = datetime.combine(date.fromisoformat(record[name]), time())
            # Excel's calendar begins in 1900; an earlier day is written as text.
            if day.year >= 1900:
                sheet.write_datetime(i, j, day, self.styles[record["date_precision"]])
            else:
                self._text(sheet, i, j, record[name])
            return
        value = self._shown(name, record)
        if isinstance(value, int | float):
            sheet.write_number(i, j, value, self.styles["degrees" if name in ("lat", "lon") else "text"])
        elif value:
            self._text(sheet, i, j, value, "wrap" if name in _WRAPPED else "text")

    def _shown(self, name: str, record: dict[str, Any]) -> Any:
        names = self.order.names
        if name in _CODES:
            return label(name, record[name], self.lang)
        if name in ("title", "place", "description"):
            return record[f"{name}_fr" if self.lang == "fr" else name]
        if name == "region":
            return names.region(record[name]) if record[name] else ""
        if name == "cercle":
            return names.cercle(record[name]) if record[name] else ""
        if name == "actors":
            return "; ".join(record["actors"] if self.lang == "en" else self._actors_fr(record))
        return "; ".join(record["sources"]) if name == "source_ids" else record[name]

    def _actors_fr(self, record: dict[str, Any]) -> list[str]:
        if not hasattr(self, "_french"):
            frame = self.order.store.dataset.event_actors.sort_values(["event_id", "seq"])
            self._french = frame.groupby("event_id")["name_fr"].agg(list).to_dict()
        # Of a large data set only the rows themselves name the actors, in one language.
        found: list[str] = self._french.get(record["id"], record["actors"])
        return found

    def sources(self) -> None:
        lang = self.lang
        widths = {"id": 34, "title": 80, "publisher": 36, "date": 12, "language": 10, "events": 10, "url": 80}
        sheet = self._table("sources", [(t(lang, f"export.source_{name}"), width) for name, width in widths.items()])
        found = source_records(self.order, self.records)
        for i, source in enumerate(found, start=1):
            for j, name in enumerate(widths):
                value = source[name]
                if name == "events":
                    sheet.write_number(i, j, value, self.styles["text"])
                elif name == "url" and str(value).startswith(("http://", "https://")) and len(value) < 2000:
                    sheet.write_url(i, j, value, self.styles["link"], value)
                elif value:
                    self._text(sheet, i, j, str(value), "wrap")
        self._finish(sheet, len(found), len(widths))

    def codebook(self) -> None:
        lang = self.lang
        heads = [("column", 28), ("name", 22), ("values", 60), ("meaning", 90)]
        sheet = self._table("codebook", [(t(lang, f"export.codebook_{name}"), width) for name, width in heads])
        known = {column.name: column for column in EVENTS.columns}
        for i, name in enumerate(self.columns, start=1):
            kind = known[name].kind if name in known else "id"
            values = [f"{label(name, code, lang)} = {code}" for code in _CODES.get(name, ())]
            line = (
                t(lang, f"export.column_{name}"),
                name,
                "\n".join(values) or t(lang, f"export.kind_{kind}"),
                t(lang, f"export.meaning_{name}"),
            )
            for j, value in enumerate(line):
                self._text(sheet, i, j, value, "wrap")
        self._finish(sheet, len(self.columns), len(heads))

    def _sheet(self, name: str) -> Any:
        sheet = self.book.add_worksheet(t(self.lang, f"export.sheet_{name}"))
        sheet.set_paper(9)
        return sheet

    def _table(self, name: str, heads: list[tuple[str, int]]) -> Any:
        """Begin a sheet with a header that stays while the reader scrolls and stands on every printed page."""
        sheet = self._sheet(name)
        self._columns(sheet, [width for _, width in heads])
        for j, (text, _) in enumerate(heads):
            self._text(sheet, 0, j, text, "head")
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def _finish(self, sheet: Any, rows: int, columns: int) -> None:
        sheet.autofilter(0, 0, max(rows, 1), columns - 1)
        self._heights(sheet)

    def _columns(self, sheet: Any, widths: list[int]) -> None:
        for j, width in enumerate(widths):
            sheet.set_column(j, j, width)
            self.widths[id(sheet), j] = width

    def _heights(self, sheet: Any) -> None:
        for (of, row), lines in self.lines.items():
            if of == id(sheet) and lines > 1:
                sheet.set_row(row, 15 * lines + 1)

    def _text(self, sheet: Any, i: int, j: int, text: str, style: str = "text") -> None:
        text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        if style in ("wrap", "head"):
            # A bold head has an arrow of the filter beside its words.
            room = self.widths[id(sheet), j] - (3 if style == "head" else 0)
            lines = sum(len(textwrap.wrap(part, max(4, int(room * 0.95)))) or 1 for part in text.split("\n"))
            self.lines[id(sheet), i] = max(lines, self.lines.get((id(sheet), i), 1))
        sheet.write_string(i, j, text, self.styles["guarded" if text.startswith(FORMULA) else style])
