"""The comparison as the API and the command line give it: JSON or CSV, and refused when anything can't be used."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from geo.comparing import Compared, compare
from geo.comparing_asking import COMPARE_PARAMETERS, Asked, compare_asked
from geo.comparing_text import table, values
from geo.errors import ViewError
from geo.library import Open
from geo.view import View

#: Parameters of a comparison beside those of a view; what the page's map is drawn by is none.
PARAMETERS: tuple[str, ...] = tuple(name for name in COMPARE_PARAMETERS if name != "by")


def answer(opened: Open, view: View, own: Mapping[str, Sequence[str]], form: str) -> str:
    """Return a comparison as text.

    :param own: parameter of :data:`PARAMETERS` → its values.
    :param form: one of :data:`FORMS`.
    :raises ViewError: naming every value that can't be used.
    """
    asked, problems = compare_asked(opened.store, opened.vocabulary, own)
    if problems:
        raise ViewError(problems)
    return _MAKERS[form](opened, view, asked, compare(opened.store, *asked.views(view)))


def _json(opened: Open, view: View, asked: Asked, found: Compared) -> str:
    content = values(found, asked, view, opened.names[view.lang]) | {"data_version": opened.store.version}
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _csv(opened: Open, view: View, asked: Asked, found: Compared) -> str:
    # The byte order mark tells spreadsheets that the accents are UTF-8.
    return "\ufeff" + table(found)


_MAKERS: dict[str, Callable[[Open, View, Asked, Compared], str]] = {"json": _json, "csv": _csv}
FORMS: tuple[str, ...] = tuple(_MAKERS)
