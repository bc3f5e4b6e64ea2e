"""From a file to a kept set, for the page and for ``python -m geo import``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from geo import check, importers
from geo.errors import DataError, NotFoundError
from geo.importers import ImportRefusedError
from geo.library import LIBRARY, Library
from geo.sets import MAX_ATTRIBUTION, MAX_LICENCE, MAX_SOURCE, SetError, SetInfo, clean_line, clean_name, id_of
from geo.words import LANGUAGES, Language, t

#: First bytes of a Parquet file.
_PARQUET = b"PAR1"


def info_of(imported: importers.Imported, name: str) -> SetInfo:
    """Return what is known of a file that was read, before it is kept.

    :param name: what it is to be called.
    """
    told = {key: value for key, value in imported.report.as_dict().items() if key not in ("id", "problems")}
    told["problems"] = len(imported.report.problems)
    return SetInfo(
        id=id_of(name),
        name=name,
        kind=imported.kind,
        attribution=imported.attribution,
        licence=imported.licence,
        redistribution=imported.redistribution,
        report=told,
    )


def add(commands: Any) -> None:
    """Add the commands ``import`` and ``sets`` to a parser's commands."""
    parser = commands.add_parser("import", help=t("en", "command.import"))
    parser.add_argument("file", type=Path, metavar="FILE", help=t("en", "command.import_file"))
    kinds = ", ".join(importers.KINDS)
    parser.add_argument("--as", dest="kind", metavar="FORMAT", help=t("en", "command.import_as", choices=kinds))
    parser.add_argument("--name", metavar="NAME", help=t("en", "command.import_name"))
    parser.add_argument("--map", action="append", metavar="FIELD=COLUMN", help=t("en", "command.import_map"))
    parser.add_argument("--attribution", metavar="TEXT", help=t("en", "command.import_attribution"))
    parser.add_argument("--source", metavar="TEXT", help=t("en", "command.import_source"))
    parser.add_argument("--licence", metavar="TEXT", help=t("en", "command.import_licence"))
    parser.add_argument("--keep-rows-back", action="store_true", help=t("en", "command.import_keep_back"))
    parser.add_argument("--lang", action="append", help=t("en", "command.lang"))
    sets = commands.add_parser("sets", help=t("en", "command.sets"))
    sets.add_argument("--delete", metavar="ID", help=t("en", "command.sets_delete"))
    sets.add_argument("--lang", action="append", help=t("en", "command.lang"))


def main(given: argparse.Namespace, library: Library = LIBRARY) -> int:
    """Run one of the commands and return its exit code: the report, or the list of sets, as JSON on standard output."""
    language: Language = next((one for one in LANGUAGES if [one] == given.lang), "en")
    try:
        answer = _import(given, library, _progress(language)) if given.command == "import" else _sets(given, library)
    except (ImportRefusedError, SetError) as error:
        print(error.say(language), file=sys.stderr)
        return 1
    except DataError as error:
        print(check.report(error.faults, language), file=sys.stderr)
        return 1
    except NotFoundError as error:
        print(t(language, "sets.no_set", id=str(error)), file=sys.stderr)
        return 2
    except OSError as error:
        sentence = t(language, "sets.unreadable", file=str(given.file), reason=error.strerror or str(error))
        print(sentence, file=sys.stderr)
        return 2
    print(json.dumps(answer, ensure_ascii=False, indent=1))
    return 0


def _import(given: argparse.Namespace, library: Library, progress: Callable[[float], None]) -> dict[str, Any]:
    name = clean_name(given.name or given.file.stem) or given.file.stem
    most = {"attribution": MAX_ATTRIBUTION, "source": MAX_SOURCE, "licence": MAX_LICENCE}
    more: dict[str, Any] = {key: clean_line(getattr(given, key), n) for key, n in most.items() if getattr(given, key)}
    if given.keep_rows_back:
        more["redistribution"] = False
    with given.file.open("rb") as file:
        parquet = file.read(len(_PARQUET)) == _PARQUET
    if parquet:
        # Events in the Atlas's own columns: checked and copied by the engine, whatever their number.
        kept = library.shelf.keep(SetInfo(id_of(name), name, kind="atlas", **more), given.file, progress=progress)
        return {"id": kept.id, "format": "parquet", "read": kept.rows, "kept": kept.rows} | {
            "refused": 0,
            "repaired": 0,
            "problems": [],
        }
    mapping = dict(pair.partition("=")[::2] for pair in given.map or ()) or None
    imported = importers.read(
        given.file, name=given.file.name, kind=given.kind, mapping=mapping, progress=lambda share: progress(0.9 * share)
    )
    about = info_of(imported, name)
    kept = library.shelf.keep(SetInfo(**{**vars(about), **more}), imported.events, imported.sources)
    progress(1.0)
    return imported.report.as_dict(kept.id)


def _sets(given: argparse.Namespace, library: Library) -> list[dict[str, Any]]:
    if given.delete:
        library.shelf.delete(given.delete)
    return [vars(info) for info in library.kept()]


def _progress(language: Language) -> Callable[[float], None]:
    """Return what tells how far the work is: at every tenth, so that a log stays short."""
    told = -1

    def tell(share: float) -> None:
        nonlocal told
        if (tenth := int(share * 10)) > told:
            told = tenth
            print(t(language, "command.import_progress", share=f"{tenth * 10} %"), file=sys.stderr)

    return tell
