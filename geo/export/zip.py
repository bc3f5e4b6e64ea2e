"""Everything about a view in one ZIP: every format, a README, the sources for reference managers, the view as JSON."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import asdict

from geo import records
from geo.citation import bibtex, citation, csl
from geo.export import formats
from geo.export.bounds import too_many
from geo.export.content import about, figures, labelled, sources_named, title
from geo.export.order import Order
from geo.problems import refused
from geo.terms import withheld
from geo.words import t

#: Formats that are packed already; compressing them again only costs time.
_PACKED = ("png", "pptx", "xlsx")


def build(order: Order) -> bytes:
    """Return the bundle; the same order gives the same bytes.

    :raises geo.errors.AtlasError: when one of the files can't be made; then there is no bundle.
    """
    files = {}
    kept_back = withheld(order.store.dataset)
    for suffix in formats.FORMATS:
        if suffix != "zip" and not (kept_back and suffix in formats.ROWS) and not too_many(order, suffix):
            name, content = formats.make(order, suffix)
            files[name] = content
    named = sources_named(order)
    told = records.source_records(order.store.dataset, list(named))
    sources = [source | {"events": named[source["id"]]} for source in told]
    files["sources.bib"] = bibtex(sources).encode()
    files["sources.csl.json"] = _json(csl(sources))
    files["view.json"] = _json(view(order) | {"files": {n: hashlib.sha256(c).hexdigest() for n, c in files.items()}})
    files = {"README.txt": _readme(order, list(files)).encode(), **files}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, (max(order.made.year, 1980), order.made.month, order.made.day, 0, 0, 0))
            info.external_attr = 0o644 << 16
            packed = name.endswith(_PACKED)
            info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            bundle.writestr(info, content)
    return out.getvalue()


def view(order: Order) -> dict[str, object]:
    """Return the view as plain values: what asks for it again, what it is called, and its figures."""
    summary = order.summary
    return {
        "parameters": order.view.params(),
        "query": order.view.query(),
        "link": order.link,
        "title": title(order),
        "note": order.note,
        "sentence": order.sentence,
        "summary": {**summary.as_dict(), "killed": asdict(summary.killed)},
        "data": order.view.data,
        "data_version": order.store.version,
        "made": order.made.isoformat(),
    }


def _readme(order: Order, names: list[str]) -> str:
    lang = order.view.lang
    heading = title(order)
    lines = [heading, "=" * len(heading), "", order.sentence, ""]
    lines += [labelled(order, *line) for line in figures(order)]
    lines += ["", t(lang, "export.readme_files"), "-" * len(t(lang, "export.readme_files"))]
    told = {name: t(lang, f"export.file_{_kind(name)}") for name in names}
    lines += [labelled(order, *line) for line in told.items()]
    for problem in filter(None, (too_many(order, suffix) for suffix in formats.FORMATS)):
        lines += ["", refused(problem, lang)]
    for name, value in about(order)[1:]:
        lines += ["", name, "-" * len(name), value]
    cite = t(lang, "export.cite")
    lines += ["", cite, "-" * len(cite)]
    lines.append(citation(lang, order.sentence, order.store.version, order.made, order.link))
    # Windows' plain editor needs the mark to show accents.
    return "\ufeff" + "\r\n".join(lines) + "\r\n"


def _kind(name: str) -> str:
    fixed = {"sources.csl.json": "csl", "view.json": "view"}
    return fixed.get(name) or name.rpartition(".")[2]


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
