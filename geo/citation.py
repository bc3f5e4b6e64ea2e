"""How to cite: a view as one sentence, and sources as BibTeX and CSL-JSON for reference managers."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from geo.words import Language, day, t

#: Characters that mean something in BibTeX, and how they are written there.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def citation(language: Language, sentence: str, version: str, on: date, link: str = "") -> str:
    """Return a view as a reference in the form of APA: who, when, what, which version, where.

    :param sentence: the view in words.
    :param on: day on which the view was looked at.
    :param link: address that opens the view; blank leaves it out.

    >>> citation("en", "All 429 events", "abc", date(2024, 2, 1), "https://atlas.example/")[:60]
    'MINUSMA Atlas. (2024). Events in Mali, 2012–2024 [All 429 ev'
    """
    text = t(
        language,
        "export.citation",
        year=str(on.year),
        title=t(language, "export.citation_title"),
        sentence=sentence,
        version=version,
        day=day(language, on),
        link=t(language, "export.citation_from", link=link) if link else "",
    )
    return text if link else f"{text}."


def bibtex(sources: list[dict[str, Any]]) -> str:
    """Return sources as BibTeX, one entry each, under their own ids.

    :param sources: the columns of ``sources.csv``.

    >>> print(bibtex([{"id": "a", "title": "T & U", "publisher": "UN", "date": "2019-03", "url": "https://x.example/",
    ...     "language": "fr"}]))
    @misc{a,
      title = {{T \\& U}},
      author = {{UN}},
      year = {2019},
      month = {3},
      langid = {fr},
      url = {https://x.example/}
    }
    <BLANKLINE>
    """
    return "".join(_entry(source) for source in sources)


def _entry(source: dict[str, Any]) -> str:
    year, month, day_ = _parts(source["date"])
    fields = {
        "title": f"{{{_tex(source['title'])}}}",
        "author": f"{{{_tex(source['publisher'])}}}" if source["publisher"] else "",
        "year": year,
        "month": month,
        "day": day_,
        "langid": source["language"] or "",
        # Inside braces only percent signs and braces would be misread in an address.
        "url": (source["url"] or "").replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{source['id']},\n{lines}\n}}\n"


def csl(sources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return sources as items of CSL-JSON.

    >>> csl([{"id": "a", "title": "T", "publisher": "UN", "date": "2019", "url": "https://x.example/",
    ...     "language": "en"}])[0]["issued"]
    {'date-parts': [[2019]]}
    """
    found = []
    for source in sources:
        parts = [int(part) for part in _parts(source["date"]) if part]
        item = {
            "id": source["id"],
            "type": "document",
            "title": source["title"],
            "author": [{"literal": source["publisher"]}] if source["publisher"] else [],
            "issued": {"date-parts": [parts]} if parts else {},
            "URL": source["url"],
            "language": source["language"],
        }
        found.append({name: value for name, value in item.items() if value})
    return found


def _parts(text: str | None) -> tuple[str, str, str]:
    """Return year, month and day of a date that may be partial; of a period, those of its end."""
    parts = (text or "").split("/")[-1].split("-")
    numbers = [str(int(part)) for part in parts if part.isdigit()]
    year, month, day_ = (*numbers, "", "", "")[:3]
    return year, month, day_


def _tex(text: str) -> str:
    return "".join(_TEX.get(c, c) for c in re.sub(r"\s+", " ", text or ""))
