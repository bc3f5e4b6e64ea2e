"""The exports on the command line: ``python -m geo briefing`` and the file formats of ``python -m geo events``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from geo.errors import Problem, ViewError
from geo.export.answering import link_to
from geo.export.asking import PARAMETERS, RESOLUTIONS, read_order
from geo.export.formats import DATA, FORMATS, make
from geo.export.order import PAGES, PARTS, Order
from geo.library import Open
from geo.model import REGIONS
from geo.view import View
from geo.words import Language, t
from geo.writing import write

#: What ``--each`` can go through.
EACH: tuple[str, ...] = ("region",)


def add(commands: Any, view: argparse.ArgumentParser) -> None:
    """Add the command ``briefing`` to a parser's commands.

    :param view: parser of a view's parameters and ``--out``.
    """
    parser = commands.add_parser("briefing", parents=[view], help=t("en", "command.briefing"))
    listed = {"format": ", ".join(FORMATS), "page": ", ".join(PAGES), "parts": ", ".join(PARTS), "each": EACH[0]}
    listed["dpi"] = ", ".join(RESOLUTIONS)
    parser.add_argument("--format", help=t("en", "command.briefing_format", choices=listed["format"]), metavar="FORMAT")
    for name in PARAMETERS:
        more: dict[str, Any] = {"action": "append", "metavar": "VALUE"}
        if name == "both":
            more = {"action": "append_const", "const": "1"}
        help_ = t("en", f"command.briefing_{name}", **({"choices": listed[name]} if name in listed else {}))
        parser.add_argument(f"--{name}", dest=f"order_{name}", help=help_, **more)
    parser.add_argument("--address", default="", metavar="URL", help=t("en", "command.briefing_address"))
    parser.add_argument("--each", metavar="WHAT", help=t("en", "command.briefing_each", choices=listed["each"]))


def data_formats() -> tuple[str, ...]:
    """Return the formats of events that an export makes and :mod:`geo.records` does not."""
    return tuple(suffix for suffix in DATA if suffix in FORMATS and suffix not in ("csv", "geojson"))


def events(opened: Open, view: View, suffix: str, out: Path | None) -> int:
    """Write the events of a view in one of :func:`data_formats` and return the exit code."""
    return write(make(Order(opened, view), suffix)[1], out, view.lang)


def briefing(given: argparse.Namespace, opened: Open, view: View) -> int:
    """Make a briefing, or one for each region, and return the exit code.

    :raises ViewError: for a format, a page or another value that can't be used.
    """
    suffix = given.format or (given.out.suffix.lstrip(".") if given.out and not given.each else "") or "pdf"
    if suffix not in FORMATS:
        raise ViewError([Problem("format", suffix, "choice", tuple(FORMATS))])
    if given.each not in (None, *EACH):
        raise ViewError([Problem("each", given.each, "choice", EACH)])
    said = {name: getattr(given, f"order_{name}") or [] for name in PARAMETERS}

    def order(view: View) -> Order:
        return read_order(opened, view, said, link_to(given.address, view) if given.address else "")

    if not given.each:
        return write(make(order(view), suffix)[1], given.out, view.lang)
    return _each([order(view.but(region=(region,))) for region in _regions(opened, view)], suffix, given.out, view.lang)


def _regions(opened: Open, view: View) -> list[str]:
    """Return the regions that the view names, else all that it has events in."""
    held = opened.store.summary(view).by_region
    return [region for region in REGIONS if region in (view.region or held)]


def _each(orders: list[Order], suffix: str, folder: Path | None, language: Language) -> int:
    folder = folder or Path()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        print(t(language, "command.not_written", file=str(folder), reason=error.strerror or ""), file=sys.stderr)
        return 2
    for number, order in enumerate(orders, start=1):
        name = order.filename(suffix, paged=FORMATS[suffix].paged)
        print(t(language, "command.briefing_progress", n=number, total=len(orders), file=name), file=sys.stderr)
        if code := write(make(order, suffix)[1], folder / name, language):
            return code
    return 0
