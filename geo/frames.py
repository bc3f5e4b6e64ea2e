"""A frame's rows as plain dictionaries, with a type that says so."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return one dictionary a row, column → value.

    >>> rows(pd.DataFrame({"id": ["gao"]}))
    [{'id': 'gao'}]
    """
    return cast("list[dict[str, Any]]", frame.to_dict("records"))
