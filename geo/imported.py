"""An imported set as a data set of the Atlas: its own events, actors and sources; our sites, routes and names."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from geo import validation
from geo.dataset import Dataset
from geo.model import CATEGORIES
from geo.periods import landmarks
from geo.schema import SOURCES
from geo.sets import SetInfo


def as_dataset(info: SetInfo, events: pd.DataFrame, sources: pd.DataFrame | None, curated: Dataset) -> Dataset:
    """Return a set as a data set.

    What only speaks of curated events (claims, the reconciliation of deaths) is left out. Every event rests on the
    set's own sources, or, where it has none, on the file that it came from.

    :param events: the columns of ``Dataset.events``, in any order; of a large set none, since they stay in its file.
    :param sources: its own sources, in the columns of ``sources.csv``.
    :param curated: where sites, routes, administrative names and mandates come from.
    """
    events = events.assign(group=events["category"].map(CATEGORIES).astype("str"))
    events = events.sort_values(["date_start", "id"], kind="stable").reset_index(drop=True)
    own = _file(info) if sources is None or not len(sources) else sources
    # Of a large set, whose events are not here, the sources stand once, for all: under no event's id.
    ids = events["id"].to_numpy() if len(events) else np.array([""])
    own = own.assign(id=[_own_id(source, curated) for source in own["id"]])
    cited = {*curated.site_sources["source_id"], *curated.site_presence["source"]}
    shared = curated.sources[curated.sources["id"].isin(cited)]
    return replace(
        curated,
        id=info.id,
        version=_joined(info.version, curated.version),
        events=events,
        event_sources=pd.DataFrame(
            {
                "event_id": np.repeat(ids, len(own)),
                "seq": np.tile(np.arange(1, len(own) + 1), len(ids)),
                "source_id": np.tile(own["id"].to_numpy(), len(ids)),
            }
        ).astype({"event_id": "str", "seq": "int64", "source_id": "str"}),
        event_actors=_actors(events, curated),
        sources=pd.concat([own, shared], ignore_index=True),
        claims=curated.claims.iloc[:0],
        claim_events=curated.claim_events.iloc[:0],
        claim_notes=curated.claim_notes.iloc[:0],
        un_deaths=curated.un_deaths.iloc[:0],
        admin_names=_admin(events, curated),
        missing=(),
        landmarks=landmarks(curated.events),
        parts=(info.part,),
    )


def _joined(*versions: str) -> str:
    """Return a version that changes with any of several."""
    from hashlib import sha256

    return sha256("+".join(versions).encode()).hexdigest()[:12]


def _admin(events: pd.DataFrame, curated: Dataset) -> pd.DataFrame:
    """Return our administrative names and the set's cercles that are not among them, so that they can be filtered."""
    known = curated.admin_names
    cercles = known.loc[known["level"] == "cercle", "name"]
    own = events.loc[(events["cercle"] != "") & ~events["cercle"].isin(cercles), ["cercle", "region"]]
    own = own.drop_duplicates("cercle").rename(columns={"cercle": "name"})
    return pd.concat([known, own.assign(level="cercle", name_fr=own["name"])[list(known)]], ignore_index=True)


def _file(info: SetInfo) -> pd.DataFrame:
    """Return the file that a set came from as a source: who brings a table answers for it."""
    row = {"id": f"set-{info.id}", "title": info.name, "publisher": info.attribution, "date": info.created[:10]}
    if info.source.lower().startswith(("https://", "http://")):
        row["url"] = info.source
    elif info.source:
        row["title"] = f"{info.name}: {info.source}"
    return pd.DataFrame([{name: row.get(name, "") for name in SOURCES.names}], dtype="str")


def _own_id(source: str, curated: Dataset) -> str:
    return f"set-{source}" if (curated.sources["id"] == source).any() else source


def _actors(events: pd.DataFrame, curated: Dataset) -> pd.DataFrame:
    """Return who took part in each event; an actor whom the curated data know has the name that they give."""
    named = events.loc[events["actors"] != "", ["id", "actors"]]
    split = {cell: validation.split(cell) for cell in named["actors"].unique().tolist()}
    rows = [
        (event, seq, name)
        for event, cell in zip(named["id"].tolist(), named["actors"].tolist(), strict=True)
        for seq, name in enumerate(split[cell], start=1)
    ]
    table = pd.DataFrame(rows, columns=["event_id", "seq", "name"])
    table = table.astype({"event_id": "str", "seq": "int64", "name": "str"})
    known = curated.event_actors.drop_duplicates("name")[["name", "name_fr", "actor", "actor_fr"]]
    found = table.merge(known, on="name", how="left", validate="many_to_one")
    return found.assign(**{name: found[name].fillna(found["name"]) for name in ("name_fr", "actor", "actor_fr")})
