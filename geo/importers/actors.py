"""Names of armed actors as foreign files write them: in French, and as the list that an event holds."""

from __future__ import annotations

import re
from functools import cache

from geo.dataset import curated

#: Words of UCDP's and ACLED's names, longest first; names of groups stay as they are.
_FRENCH = (
    (r"^Government of Mali\b", "Gouvernement du Mali"),
    (r"^Government of Burkina Faso\b", "Gouvernement du Burkina Faso"),
    (r"^Government of Niger\b", "Gouvernement du Niger"),
    (r"^Government of France\b", "Gouvernement français"),
    (r"^Government of Chad\b", "Gouvernement du Tchad"),
    (r"^Government of Mauritania\b", "Gouvernement mauritanien"),
    (r"^Military Forces of Mali\b", "Forces armées du Mali"),
    (r"^Military Forces of France\b", "Forces armées françaises"),
    (r"^Military Forces of Niger\b", "Forces armées du Niger"),
    (r"^Military Forces of Burkina Faso\b", "Forces armées du Burkina Faso"),
    (r"^Police Forces of Mali\b", "Police du Mali"),
    (r"^Unidentified Armed Group\b", "Groupe armé non identifié"),
    (r"^Unidentified Communal Militia\b", "Milice communautaire non identifiée"),
    (r"^Unidentified Military Forces\b", "Forces armées non identifiées"),
    (r"^Protesters\b", "Manifestants"),
    (r"^Rioters\b", "Émeutiers"),
    (r"^Civilians\b", "civils"),
    (r"^Aid workers\b", "travailleurs humanitaires"),
    (r"^Unknown\b", "inconnu"),
    (r"\bCommunal Militia\b", "milice communautaire"),
    (r"\bEthnic Militia\b", "milice ethnique"),
    (r"\bMilitia\b", "milice"),
    (r"\bMilitary faction\b", "faction militaire"),
)


@cache
def french(name: str) -> str:
    """Return an actor's name in French, as far as it is known; the name itself otherwise.

    >>> french("Government of Mali"), french("JNIM"), french("Unidentified Armed Group (Mali)")
    ('Gouvernement malien', 'JNIM', 'Groupe armé non identifié (Mali)')
    """
    known = _known().get(name)
    if known:
        return known
    for pattern, words in _FRENCH:
        name = re.sub(pattern, words, name)
    return name


@cache
def _known() -> dict[str, str]:
    table = curated().event_actors.drop_duplicates("name")
    return dict(zip(table["name"], table["name_fr"], strict=True))


def listed(*names: str) -> str:
    """Join actors as ``Dataset.events.actors`` does, each once, blank ones left out.

    >>> listed("JNIM", "", "Civilians", "JNIM")
    'JNIM; Civilians'
    """
    return "; ".join(dict.fromkeys(re.sub(r";\s*", ", ", name).strip() for name in names if name.strip()))
