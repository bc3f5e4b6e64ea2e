"""The command line: ``python -m geo summary --region Mopti --from 2018``.

Results go to standard output or ``--out``, messages to standard error. Exit 0; 1 when the data are wrong; 2 when the
command is wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from geo import check, comparing_answer, fetch_command, importing, records, sample
from geo.address import read_strictly
from geo.answers import Asked
from geo.api import summary
from geo.errors import AtlasError, DataError, ViewError
from geo.export import command
from geo.library import LIBRARY, Library
from geo.problems import refused
from geo.terms import TermsError, allow_rows
from geo.view import PARAMETERS
from geo.words import LANGUAGES, Language, t
from geo.writing import write

_FORMATS: dict[str, Callable[[Asked], str]] = {}


def main(arguments: Sequence[str] | None = None, library: Library = LIBRARY) -> int:
    """Run a command and return its exit code."""
    given = _parser().parse_args(arguments)
    language: Language = next((one for one in LANGUAGES if [one] == getattr(given, "lang", None)), "en")
    if given.command == "check":
        return check.main(given.folder, language)
    if given.command == "fetch":
        return fetch_command.main(given, library)
    if given.command == "make-sample":
        return _make_sample(given.number, given.out, language, library)
    if given.command in ("import", "sets"):
        return importing.main(given, library)
    try:
        values = {name: getattr(given, name) for name in PARAMETERS if getattr(given, name)}
        opened, vocabulary = library.asked(values.get("data", ()))
        asked = Asked(opened, read_strictly(values, vocabulary), {})
    except DataError as error:
        print(check.report(error.faults, language), file=sys.stderr)
        return 1
    except ViewError as error:
        return _refuse(error, language)
    if given.command == "compare":
        own = {name: getattr(given, name) for name in comparing_answer.PARAMETERS if getattr(given, name)}

        def compare() -> int:
            return write(comparing_answer.answer(opened, asked.view, own, given.format).encode(), given.out, language)

        return _refusing(compare, language)
    if given.command == "briefing":
        return _refusing(lambda: command.briefing(given, opened, asked.view), language)
    if given.command == "events" and given.format not in _FORMATS:
        return _refusing(lambda: command.events(opened, asked.view, given.format, given.out), language)
    make = _FORMATS[given.format] if given.command == "events" else _summary
    return _refusing(lambda: write(make(asked).encode(), given.out, language), language)


def _refusing(run: Callable[[], int], language: Language) -> int:
    """Run a command that may find a value that it can't use."""
    try:
        return run()
    except ViewError as error:
        return _refuse(error, language)
    except TermsError as error:
        print(error.say(language), file=sys.stderr)
        return 1
    except AtlasError as error:
        print(error, file=sys.stderr)
        return 1


def _refuse(error: ViewError, language: Language) -> int:
    print("\n".join(refused(problem, language) for problem in error.problems), file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m geo", description=t("en", "command.about"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    view = argparse.ArgumentParser(add_help=False)
    group = view.add_argument_group(t("en", "command.view"))
    for name in PARAMETERS:
        flags = sorted({f"--{name.replace('_', '-')}", f"--{name}"})
        group.add_argument(*flags, dest=name, action="append", metavar="VALUE", help=t("en", f"command.{name}"))
    view.add_argument("--out", type=Path, metavar="FILE", help=t("en", "command.out"))
    commands.add_parser("summary", parents=[view], help=t("en", "command.summary"))
    events = commands.add_parser("events", parents=[view], help=t("en", "command.events"))
    events.add_argument(
        "--format", choices=(*_FORMATS, *command.data_formats()), default="csv", help=t("en", "command.format")
    )
    command.add(commands, view)
    compared = commands.add_parser("compare", parents=[view], help=t("en", "command.compare"))
    for name in comparing_answer.PARAMETERS:
        flags = sorted({f"--{name.replace('_', '-')}", f"--{name}"})
        compared.add_argument(*flags, dest=name, action="append", metavar="VALUE", help=t("en", f"command.{name}"))
    compared.add_argument("--format", choices=comparing_answer.FORMS, default="json", help=t("en", "command.format"))
    checked = commands.add_parser("check", help=t("en", "command.check"))
    checked.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help=t("en", "command.folder"))
    checked.add_argument("--lang", action="append", help=t("en", "command.lang"))
    importing.add(commands)
    fetch_command.add(commands)
    made = commands.add_parser("make-sample", help=t("en", "command.make_sample"))
    made.add_argument("--events", dest="number", type=_positive, required=True, help=t("en", "command.events_number"))
    made.add_argument("--out", type=Path, required=True, metavar="FILE", help=t("en", "command.out"))
    made.add_argument("--lang", action="append", help=t("en", "command.lang"))
    return parser


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= 100_000_000):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 100000000")
    return int(text)


def _make_sample(number: int, out: Path, language: Language, library: Library) -> int:
    def progress(share: float) -> None:
        print(t(language, "command.sample_progress", share=f"{share:.0%}"), file=sys.stderr)

    try:
        sample.write(library.open().store.dataset, number, out, progress)
    except OSError as error:
        print(t(language, "command.not_written", file=str(out), reason=error.strerror or str(error)), file=sys.stderr)
        return 2
    return 0


def _events(asked: Asked) -> list[dict[str, Any]]:
    store = asked.opened.store
    allow_rows(store.dataset)
    return records.event_records(store.dataset, store.events(asked.view))


def _summary(asked: Asked) -> str:
    return _json(summary(asked))


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


_FORMATS |= {
    "csv": lambda asked: records.csv_text(_events(asked)),
    "json": lambda asked: _json({"data_version": asked.version, "events": _events(asked)}),
    "geojson": lambda asked: _json(records.geojson(_events(asked), asked.version)),
}

if __name__ == "__main__":
    sys.exit(main())
