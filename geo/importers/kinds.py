"""The formats that can be imported: whose they are, and under which terms."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.schema import SOURCES


@dataclass(frozen=True)
class Kind:
    """Where a format's data come from.

    :param attribution: what whoever shows the data must say; ``""`` when the file does not tell.
    :param licence: its terms, as their name; ``""`` when unknown.
    :param redistribution: whether raw rows may be passed on.
    :param title: title of the data as a source.
    :param publisher: who publishes them.
    :param url: where they are published.
    """

    attribution: str = ""
    licence: str = ""
    redistribution: bool = True
    title: str = ""
    publisher: str = ""
    url: str = ""


#: Format id → what it is. ``table`` and ``geojson`` are anybody's; ``atlas`` is what the Atlas itself exports.
KINDS: dict[str, Kind] = {
    "ucdp": Kind(
        "UCDP Georeferenced Event Dataset (GED), Uppsala University",
        "CC BY 4.0",
        title="UCDP Georeferenced Event Dataset",
        publisher="Uppsala Conflict Data Program",
        url="https://ucdp.uu.se/downloads/",
    ),
    "acled": Kind(
        "ACLED (Armed Conflict Location & Event Data), acleddata.com",
        "ACLED terms of use",
        redistribution=False,
        title="Armed Conflict Location & Event Data",
        publisher="ACLED",
        url="https://acleddata.com/",
    ),
    "un_fatalities": Kind(
        "United Nations, Peacekeeping fatalities",
        "CC BY 3.0 IGO",
        title="Peacekeeping fatalities dataset",
        publisher="United Nations Peace and Security Data Hub",
        url="https://psdata.un.org/dataset/DPPADPOSS-FATALITIES",
    ),
    "awsd": Kind(
        "Aid Worker Security Database, Humanitarian Outcomes",
        "CC BY",
        title="Aid Worker Security Database",
        publisher="Humanitarian Outcomes",
        url="https://www.aidworkersecurity.org/",
    ),
    "atlas": Kind("MINUSMA Atlas"),
    "geojson": Kind(),
    "table": Kind(),
}


def sources(kind: str) -> pd.DataFrame | None:
    """Return the document that stands behind every event of a format, in the columns of ``sources.csv``.

    >>> sources("ucdp").loc[0, "id"], sources("table")
    ('ucdp', None)
    """
    about = KINDS[kind]
    if not about.title:
        return None
    row = [kind.replace("_", "-"), about.title, about.publisher, "", about.url, "en"]
    return pd.DataFrame([row], columns=list(SOURCES.names), dtype="str")
