"""The command ``python -m geo fetch``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from geo import fetching
from geo.errors import DataError
from geo.importers import ImportRefusedError
from geo.library import LIBRARY, Library
from geo.sets import SetError
from geo.words import LANGUAGES, Language, t


def add(commands: Any) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser("fetch", help=t("en", "command.fetch"))
    parser.add_argument("what", choices=("ucdp", "boundaries"), help=t("en", "command.fetch_what"))
    parser.add_argument("--release", default="", metavar="NUMBER", help=t("en", "command.fetch_release"))
    parser.add_argument("--file", type=Path, metavar="FILE", help=t("en", "command.fetch_file"))
    parser.add_argument("--address", default="", metavar="URL", help=t("en", "command.fetch_address"))
    parser.add_argument("--attribution", default="", metavar="TEXT", help=t("en", "command.fetch_attribution"))
    parser.add_argument("--licence", default="", metavar="TEXT", help=t("en", "command.fetch_licence"))
    parser.add_argument("--lang", action="append", help=t("en", "command.lang"))


def main(given: argparse.Namespace, library: Library = LIBRARY) -> int:
    """Run it and return its exit code: the report as JSON on standard output."""
    language: Language = next((one for one in LANGUAGES if [one] == given.lang), "en")
    try:
        print(json.dumps(_fetch(given, library, _progress(language)), ensure_ascii=False, indent=1))
    except (SetError, ImportRefusedError) as error:
        print(error.say(language), file=sys.stderr)
        return 1
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _fetch(given: argparse.Namespace, library: Library, progress: Callable[[float], None]) -> dict[str, Any]:
    if given.what == "ucdp":
        address = given.address or fetching.UCDP
        return fetching.ucdp(library.shelf, given.release, address=address, progress=progress)
    address = given.address or fetching.GEOBOUNDARIES
    said = {"attribution": given.attribution, "licence": given.licence}
    found = fetching.limits(library.shelf.folder, given.file, address=address, progress=progress, **said)
    named = found.named(library.open().vocabulary.cercles)["features"]
    return {
        "cercles": len(named),
        "named_in_the_data": sum(feature["properties"]["cercle"] is not None for feature in named),
        "attribution": found.attribution,
        "licence": found.licence,
        "address": found.url,
        "version": found.version,
    }


def _progress(language: Language) -> Callable[[float], None]:
    """Return what tells how far the work is, at every tenth."""
    told = -1

    def tell(share: float) -> None:
        nonlocal told
        if (tenth := int(share * 10)) > told:
            told = tenth
            print(t(language, "command.fetch_progress", share=f"{tenth * 10} %"), file=sys.stderr)

    return tell
