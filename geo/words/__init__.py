"""Every word that a user reads, in English and French.

The words stand in TOML files, one per area, under ``en/`` and ``fr/``; a key is ``area.name``. A sentence that depends
on a number has a table with the plural forms that Babel names for the language (``one``, ``other`` …), chosen by the
placeholder ``n``. Numbers and dates take the reader's form through Babel.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")
_FOLDER = Path(__file__).parent
#: British English and French of France: day before month in both, as the United Nations writes dates.
_LOCALES: dict[str, Locale] = {"en": Locale("en", "GB"), "fr": Locale("fr")}
#: Where French sets a space at which a line must not break; the files may have plain ones, which nobody sees.
_NO_BREAK = re.compile(r" (?=[:;?!»])|(?<=«) |(?<=[\d}]) (?=km(?:\b|²))")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")


@cache
def catalogue(language: Language) -> Mapping[str, str | Mapping[str, str]]:
    """Return all words of a language: key → sentence, or key → plural form → sentence.

    >>> catalogue("fr")["group.peace"], catalogue("fr")["problem.meant"]
    ('Paix et réconciliation', 'Vouliez-vous dire {choices}\\xa0?')
    """
    words: dict[str, str | Mapping[str, str]] = {}
    for file in sorted((_FOLDER / language).glob("*.toml")):
        text = file.read_text(encoding="utf-8")
        area = tomllib.loads(typeset(text, language))
        words.update({f"{file.stem}.{key}": value for key, value in area.items()})
    return words


def typeset(text: str, language: Language) -> str:
    """Return text with the spaces at which French lines must not break, which those who write may have left plain.

    >>> typeset("Premier élément : « la paix »", "fr")
    'Premier élément\\xa0: «\\xa0la paix\\xa0»'
    """
    return _THOUSANDS.sub("\u202f", _NO_BREAK.sub("\u00a0", text)) if language == "fr" else text


def t(language: Language, key: str, /, **values: Any) -> str:
    """Return the sentence of a key with its placeholders filled; whole numbers are written in the reader's form.

    :param key: ``area.name``; where it has plural forms, ``n`` among the values chooses one.
    :raises KeyError: when the catalogue lacks the key, which a test keeps from happening.

    >>> t("en", "view.events", n=1), t("fr", "view.events", n=2140)
    ('1 event', '2\u202f140 événements')
    """
    entry = catalogue(language)[key]
    if not isinstance(entry, str):
        form = _LOCALES[language].plural_form(values["n"])
        entry = entry.get(form) or entry["other"]
    shown = {name: number(language, v) if isinstance(v, int | float) else v for name, v in values.items()}
    return entry.format(**shown) if shown else entry


# A page writes some four hundred numbers at each run, mostly those of the run before. Typed, for 1 and 1.0 differ.
@lru_cache(maxsize=8192, typed=True)
def number(language: Language, value: float, digits: int = 0) -> str:
    """Write a number in the reader's form.

    >>> number("en", 1204), number("fr", 1204), number("fr", 2.5, digits=1)
    ('1,204', '1\u202f204', '2,5')
    """
    pattern = "#,##0" if isinstance(value, int) else "#,##0." + "#" * max(digits, 1)
    return format_decimal(value, format=pattern, locale=_LOCALES[language])


def day(language: Language, value: date, precision: str = "day", *, short: bool = False) -> str:
    """Write a date in the reader's form, no more precisely than it is known.

    :param precision: ``day``, ``month`` or ``year``.
    :param short: abbreviated month, for tables.

    >>> day("fr", date(2019, 3, 23)), day("en", date(2019, 3, 1), "month")
    ('23 mars 2019', 'March 2019')
    >>> day("fr", date(2013, 7, 1))
    '1er juillet 2013'
    """
    month = "MMM" if short else "MMMM"
    # French writes the first of a month as an ordinal, which the locale data leave out.
    first = "d'er'" if language == "fr" and value.day == 1 else "d"
    pattern = {"day": f"{first} {month} y", "month": f"{month} y", "year": "y"}[precision]
    return format_date(value, format=pattern, locale=_LOCALES[language])


def period(language: Language, start: date, end: date, precision: str = "day", *, short: bool = False) -> str:
    """Write a span of days once, leaving out what both ends share.

    >>> period("en", date(2012, 1, 24), date(2012, 1, 25)), period("fr", date(2018, 1, 1), date(2020, 12, 31), "year")
    ('24–25 January 2012', '2018–2020')
    """
    first, last = day(language, start, precision, short=short), day(language, end, precision, short=short)
    if first == last:
        return first
    if precision == "day" and (start.year, start.month) == (end.year, end.month):
        return f"{first.split()[0]}–{last}"
    if precision == "year":
        return f"{first}–{last}"
    if start.year == end.year:
        first = first.removesuffix(f" {start.year}")
    return f"{first} – {last}"


def language_name(language: Language, code: str) -> str:
    """Return what a language is called in another: "French", « anglais »; the code itself when there is no name.

    >>> language_name("en", "fr"), language_name("fr", "en")
    ('French', 'anglais')
    """
    return str(_LOCALES[language].languages.get(code, code))


def listing(language: Language, items: list[str], style: Literal["or", "standard"] = "or") -> str:
    """Join words as the language does: "Gao, Kidal or Mopti", « Gao, Kidal ou Mopti »."""
    return format_list(items, style=style, locale=_LOCALES[language])
