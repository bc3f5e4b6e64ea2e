"""``python -m geo fetch``: official data from their official addresses, checked before they are used.

``ucdp`` brings the events of Mali out of the current global release of the UCDP GED; ``boundaries`` the limits of the
cercles from geoBoundaries, or from a file of one's own.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from geo import boundaries, importers
from geo.boundaries import Boundaries
from geo.download import download
from geo.importing import info_of
from geo.sets import MAX_ATTRIBUTION, MAX_LICENCE, SetError, Shelf, clean_line

#: Where UCDP publishes the global file of a release; ``{version}`` is e.g. ``251`` for 25.1.
UCDP = "https://ucdp.uu.se/downloads/ged/ged{version}-csv.zip"
#: Releases that are known, newest first; the newest that is there is taken.
RELEASES: tuple[str, ...] = ("261", "251", "241", "231")
#: Where geoBoundaries describes Mali's second level.
GEOBOUNDARIES = "https://www.geoboundaries.org/api/current/gbOpen/MLI/ADM2/"
#: Bytes: the release of 2025 is about 30 MB packed and 150 MB unpacked.
MOST_PACKED, MOST_UNPACKED = 300 * 2**20, 1_500 * 2**20
#: Fewer rows than this are no global release: that of 2017 had 128,000.
LEAST_ROWS = 100_000
MOST_BOUNDARIES = 60 * 2**20
Progress = Callable[[float], None]


def ucdp(
    shelf: Shelf,
    version: str = "",
    *,
    address: str = UCDP,
    least: int = LEAST_ROWS,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Fetch a release of the UCDP GED, keep Mali's events as the set ``ucdp-ged-<version>``, and return its report.

    :param version: ``25.1`` or ``251``; the newest known release that is there by default.
    :param address: see :data:`UCDP`.
    :param least: rows of all countries that a release must have.
    :raises SetError: when it can't be had or is not what it should be.
    """
    wanted = version.replace(".", "").strip()
    if wanted and not (wanted.isascii() and wanted.isdigit() and len(wanted) == 3):
        raise SetError("fetch_version", version=version, versions=", ".join(f"{r[:2]}.{r[2]}" for r in RELEASES))
    tell = progress or (lambda _: None)
    with tempfile.TemporaryDirectory(prefix="atlas-ucdp-") as folder:
        packed, mali = Path(folder) / "release.zip", Path(folder) / "mali.csv"
        release = _newest(wanted, address, packed, lambda share: tell(0.5 * share))
        rows = _mali(packed, mali, least, lambda share: tell(0.5 + 0.4 * share))
        imported = importers.read(mali, name=f"ged{release}.csv", kind="ucdp")
    name = f"UCDP GED {release[:2]}.{release[2]}"
    about = info_of(imported, name)
    attribution = f"{imported.attribution}, {release[:2]}.{release[2]}"
    kept = shelf.keep(replace(about, attribution=attribution), imported.events, imported.sources)
    tell(1.0)
    return {**imported.report.as_dict(kept.id), "release": f"{release[:2]}.{release[2]}", "rows_of_all_countries": rows}


def _newest(wanted: str, address: str, out: Path, progress: Progress) -> str:
    """Download the release that is wanted, or the newest that is there, and return its number."""
    for release in (wanted,) if wanted else RELEASES:
        try:
            download(address.format(version=release), out, most=MOST_PACKED, progress=progress)
        except SetError as error:
            if error.code == "fetch_absent" and not wanted and release != RELEASES[-1]:
                continue
            raise
        return release
    raise AssertionError("there is at least one release")


def _mali(packed: Path, out: Path, least: int, progress: Progress) -> int:
    """Write the rows of Mali out of a packed release, and return how many rows of all countries it has."""
    try:
        with zipfile.ZipFile(packed) as bundle:
            tables = [info for info in bundle.infolist() if info.filename.lower().endswith(".csv")]
            if len(tables) != 1:
                raise SetError("fetch_zip", files=", ".join(bundle.namelist()[:5]) or "–")
            if tables[0].file_size > MOST_UNPACKED:
                raise SetError("fetch_large", host=tables[0].filename, megabytes=MOST_UNPACKED // 2**20)
            with bundle.open(tables[0]) as raw, out.open("w", encoding="utf-8", newline="") as file:
                return _filtered(raw, tables[0].file_size, file, least, progress)
    except (zipfile.BadZipFile, UnicodeDecodeError, csv.Error, EOFError, NotImplementedError, RuntimeError) as error:
        raise SetError("fetch_broken", reason=str(error)[:120]) from None


def _filtered(raw: Any, size: int, out: Any, least: int, progress: Progress) -> int:
    csv.field_size_limit(10 * 2**20)
    reader = csv.reader(io.TextIOWrapper(raw, encoding="utf-8-sig", newline=""))
    header = next(reader, [])
    if "country" not in header or "where_prec" not in header:
        raise SetError("fetch_columns", columns=", ".join(header)[:200])
    at, rows, kept = header.index("country"), 0, 0
    writer = csv.writer(out)
    writer.writerow(header)
    for row in reader:
        rows += 1
        if len(row) > at and row[at] == "Mali":
            kept += 1
            writer.writerow(row)
        if rows % 20_000 == 0:
            progress(min(raw.tell() / max(size, 1), 1.0))
    if rows < least or not kept:
        raise SetError("fetch_rows", n=rows, mali=kept, least=least)
    return rows


def limits(
    folder: Path,
    file: Path | None = None,
    *,
    address: str = GEOBOUNDARIES,
    attribution: str = "",
    licence: str = "",
    progress: Progress | None = None,
) -> Boundaries:
    """Fetch the cercles' limits, or take them from a file, and keep them beside the sets.

    :param folder: of the sets.
    :param file: GeoJSON of one's own instead.
    :param address: see :data:`GEOBOUNDARIES`.
    :param attribution: of one's own file; what it says of itself by default. Likewise ``licence``.
    :raises SetError: when they can't be had or are not what they should be.
    """
    if file is not None:
        return boundaries.keep(folder, _own(file, attribution, licence))
    with tempfile.TemporaryDirectory(prefix="atlas-boundaries-") as place:
        told, shapes = Path(place) / "about.json", Path(place) / "shapes.geojson"
        download(address, told, most=2**20)
        about = _json(told)
        about = about[0] if isinstance(about, list) and about else about
        url = isinstance(about, dict) and (about.get("simplifiedGeometryGeoJSON") or about.get("gjDownloadURL"))
        if not (isinstance(url, str) and url.startswith(("https://", "http://"))):
            raise SetError("boundaries_answer", address=address)
        download(url, shapes, most=MOST_BOUNDARIES, progress=progress)
        source = str(about.get("boundarySource") or about.get("boundarySource-1") or "")
        year = str(about.get("boundaryYearRepresented") or "")
        who = ", ".join(part for part in ("geoBoundaries", source, year) if part)
        licence = str(about.get("boundaryLicense") or "")
        return boundaries.keep(folder, Boundaries(_json(shapes), who, licence, url))


def _own(file: Path, attribution: str, licence: str) -> Boundaries:
    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SetError("unreadable", file=str(file), reason=error.strerror or str(error)) from None
    except ValueError:
        raise SetError("boundaries_json", file=file.name) from None
    source = content.get("source") if isinstance(content, dict) else None
    who = clean_line(attribution or str(source or file.name), MAX_ATTRIBUTION)
    return Boundaries(content, who, clean_line(licence, MAX_LICENCE), "")


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError:
        raise SetError("boundaries_json", file=path.name) from None
