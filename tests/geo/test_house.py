"""Rules of the house: the library knows no page, start-up stays light, promises are documented."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from geo.comparing_asking import COMPARE_PARAMETERS
from geo.dataset import FOLDER
from geo.place_asking import ROUTE_PARAMETERS
from geo.view import PARAMETERS

HOUSE = FOLDER.parent
LIBRARY = sorted((HOUSE / "geo").rglob("*.py"))
#: What only an export or a development tool may import, and the pages' framework.
HEAVY = (
    "streamlit",
    "matplotlib",
    "geopandas",
    "shapely",
    "typst",
    "pptx",
    "scipy",
    "sklearn",
    "plotly",
    "altair",
    "pyogrio",
    "xlsxwriter",
)


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("file", LIBRARY, ids=lambda file: str(file.relative_to(HOUSE)))
def test_the_library_knows_nothing_of_the_pages(file: Path) -> None:
    assert not imports(file) & {"streamlit", "ui", "pages", "app"}


def test_start_up_loads_nothing_that_only_an_export_needs() -> None:
    modules = ["geo.view", "geo.store", "geo.sentence", "geo.api", "geo.feeds", "geo.serving", "geo.webmap.folium_map"]
    script = f"import json, sys, {', '.join(modules)}; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", script], cwd=HOUSE, capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in json.loads(run.stdout)}
    assert "geo" in loaded
    assert not loaded & set(HEAVY)


@pytest.mark.parametrize("module", ["view", "words", "address", "measure", "style", "periods", "records"])
def test_each_part_can_be_imported_alone(module: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", f"import geo.{module}"], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("parameter", [*PARAMETERS, *ROUTE_PARAMETERS, *COMPARE_PARAMETERS])
def test_every_parameter_is_documented(parameter: str) -> None:
    readme = (HOUSE / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"^\|[^|]*`{parameter}`", readme, re.MULTILINE)


@pytest.mark.parametrize(
    "address",
    ["/api/events.json", "/api/events/{id}.json", "/api/summary.json", "/api/sites.geojson"]
    + ["/api/routes.geojson", "/api/compare.json", "/api/health", "limit", "offset", "data_version"],
)
def test_every_address_is_documented(address: str) -> None:
    assert address in (HOUSE / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", LIBRARY, ids=lambda file: str(file.relative_to(HOUSE)))
def test_every_module_says_what_it_is(file: Path) -> None:
    assert ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
