"""Names in the reader's language: regions, cercles, actors, sites and routes, categories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from geo.dataset import Dataset
from geo.model import CATEGORIES, GROUPS, Group
from geo.text import fold
from geo.words import Language, t, typeset


@dataclass(frozen=True)
class Names:
    """The names of one data set in one language.

    :param language: ``en`` or ``fr``.
    :param regions: English name → the reader's.
    :param cercles: likewise.
    :param actors: canonical name → the reader's.
    :param places: id of a site or route → its name.
    :param routes: ids of the routes among them.
    :param claims: id of a claim → its statement.
    :param sets: id of each data set that the events come from → its name.
    """

    language: Language
    regions: Mapping[str, str]
    cercles: Mapping[str, str]
    actors: Mapping[str, str]
    places: Mapping[str, str]
    routes: frozenset[str]
    claims: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, dataset: Dataset, language: Language) -> Names:
        """Collect the names of a data set."""
        suffix = "_fr" if language == "fr" else ""

        def column(frame: object, key: str, value: str) -> dict[str, str]:
            # Of hundreds of thousands of rows most say the same.
            pairs = frame[list(dict.fromkeys([key, value + suffix]))].drop_duplicates()  # type: ignore[index]
            return dict(zip(pairs[key].tolist(), pairs[value + suffix].tolist(), strict=True))

        admin = dataset.admin_names
        return cls(
            language=language,
            regions=column(admin[admin["level"] == "region"], "name", "name"),
            cercles=column(admin[admin["level"] == "cercle"], "name", "name"),
            actors=column(dataset.event_actors, "actor", "actor"),
            places=column(dataset.sites, "id", "name") | column(dataset.routes, "id", "name"),
            routes=frozenset(dataset.routes["id"]),
            claims={i: typeset(text, language) for i, text in column(dataset.claims, "id", "statement").items()},
            sets={part.id: part.name or t(language, "sets.curated") for part in dataset.parts},
        )

    def region(self, name: str) -> str:
        """Return a region's name; the name itself when the data set has no other."""
        return self.regions.get(name, name)

    def cercle(self, name: str) -> str:
        """Return a cercle's name."""
        return self.cercles.get(name, name)

    def actor(self, name: str) -> str:
        """Return an actor's name."""
        return self.actors.get(name, name)

    def place(self, place_id: str) -> str:
        """Return the name of a site or route."""
        return self.places.get(place_id, place_id)

    def category(self, category: str) -> str:
        """Return what a category is called."""
        return t(self.language, f"category.{category}")

    def group(self, group: Group) -> str:
        """Return what a group of categories is called."""
        return t(self.language, f"group.{group}")

    def of_place(self, place_id: str) -> str:
        """Return "of <place>" as the language says it.

        >>> from geo.dataset import load
        >>> Names.of(load(), "fr").of_place("ogossagou"), Names.of(load(), "en").of_place("route-du-poisson")
        ('d’Ogossagou', 'of the Route du Poisson')
        """
        name, is_route = self.place(place_id), place_id in self.routes
        if self.language == "en":
            return f"of the {name}" if is_route else f"of {name}"
        lowered = name[0].lower() + name[1:]
        if is_route:
            return f"de la {lowered}"
        if fold(name).startswith("aero"):
            return f"de l’{lowered}"
        if name.startswith("Camp "):
            return f"du {lowered}"
        return f"d’{name}" if fold(name)[0] in "aeiouyh" else f"de {name}"

    def categories(self, chosen: tuple[str, ...]) -> list[str]:
        """Name categories, a whole group by its own name.

        >>> from geo.dataset import load
        >>> Names.of(load(), "en").categories(("peace_process", "local_agreement", "heritage"))
        ['Peace and reconciliation', 'Heritage']
        """
        found = []
        for group in GROUPS:
            members = [c for c in CATEGORIES if CATEGORIES[c] == group]
            if all(c in chosen for c in members):
                found.append(self.group(group))
            else:
                found += [self.category(c) for c in members if c in chosen]
        return found
