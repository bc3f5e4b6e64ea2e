"""A run as a Markdown table, and the README's section with its ratios."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.results import Results, Row, median, p95

#: As in :mod:`benchmarks.contenders`, which needs a browser's driver.
BRUSH, SLIDER = "Atlas, brush", "Atlas, slider"
MAP_ONLY = "TimestampedGeoJson, static"
START, END = "<!-- benchmarks: begin -->", "<!-- benchmarks: end -->"
_AGAINST = (
    "by the Atlas's brush (by its slider of years); the static page, which has neither table nor count, against the "
    "Atlas's map alone:"
)
_HEADS = (
    "events",
    "contender",
    "first events, s",
    "step, ms: median",
    "95 %",
    "map alone, ms",
    "n",
    "KB a step",
    "server, ms a step",
    "browser heap, MB",
    "server memory, MB",
    "",
)


def markdown(results: Results) -> str:
    """Return the run as Markdown."""
    machine = "; ".join(f"{name} {value}" for name, value in results.machine.items())
    lines = [
        f"# The Atlas and its peers, {results.day}",
        "",
        f"{machine}. Medians unless said.",
        "",
        "A step is a year of the brush or slider, from the key to map, table and count all showing the number counted "
        "from the file. The static page has neither count nor table, and shows one year at a time.",
        "",
        f"| {' | '.join(_HEADS)} |",
        "|" + "---|" * len(_HEADS),
    ]
    order = {row.contender: n for n, row in reversed(list(enumerate(results.rows)))}
    lines += [_line(row) for row in sorted(results.rows, key=lambda row: (row.size, order[row.contender]))]
    if dragged := [row for row in results.rows if row.frames]:
        lines += [
            "",
            "Frames a second while the brush is dragged:",
            "",
            "| events | mode | frames/s |",
            "|---|---|---|",
        ]
        lines += [f"| {row.size:,} | {mode} | {n:.0f} |" for row in dragged for mode, n in row.frames.items()]
    if said := ratios(results):
        lines += ["", f"How many times longer a step takes than {_AGAINST}", "", *said]
    return "\n".join([*lines, ""])


def _line(row: Row) -> str:
    cells = [
        f"{row.size:,}",
        row.contender,
        _number(median(row.opening), 2),
        _number(row.median),
        _number(p95(row.steps)),
        _number(median(row.maps)),
        str(len(row.steps) or "—"),
        _number(median(row.received), 1),
        _number(median(row.server)),
        _number(row.heap),
        _number(row.memory),
        row.note.replace("|", "/"),
    ]
    return f"| {' | '.join(cells)} |"


def _number(value: float | None, digits: int = 0) -> str:
    return "—" if value is None else f"{value:,.{digits}f}"


def ratios(results: Results) -> list[str]:
    """Return a Markdown table: how many times longer a step of each peer takes than one of the Atlas."""
    ours = (BRUSH, SLIDER)
    peers = list(dict.fromkeys(row.contender for row in results.rows if row.contender not in ours))
    sizes = sorted({row.size for row in results.rows if row.contender not in ours})
    if not peers:
        return []
    lines = [f"| events | {' | '.join(peers)} |", "|---|" + "---|" * len(peers)]
    for size in sizes:
        cells = [_ratio(results, peer, size) for peer in peers]
        lines.append(f"| {size:,} | {' | '.join(cells)} |")
    return lines


def _ratio(results: Results, peer: str, size: int) -> str:
    """Return ``brush (slider)``, or why there is none.

    A page that is only a map is held against the Atlas's map alone.
    """
    row = results.row(peer, size)
    if row is None:
        return "over the limit before"
    if row.median is None:
        return row.note or "—"
    ours = [results.row(name, size) for name in (BRUSH, SLIDER)]
    times = [median(own.maps) if peer == MAP_ONLY else own.median for own in ours if own]
    said = [_times(row.median / own) for own in times if own]
    return f"{said[0]} ({said[1]})" if len(said) == 2 else "—"


def _times(ratio: float) -> str:
    """Return a ratio with two digits that count.

    >>> _times(63.2), _times(1.234), _times(0.05)
    ('63', '1.2', '0.05')
    """
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}" if ratio >= 0.95 else f"{ratio:.2f}"


def section(readme: str, results: Results) -> str:
    """Return the README with the text between its two marks written anew.

    :raises ValueError: when a mark is missing.
    """
    before, begin, rest = readme.partition(START)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md has no {START} … {END}")
    text: Sequence[str] = [
        f"Measured on {results.day} ({results.machine.get('processor', '')}): how many times longer a step of a year "
        f"takes, until map, table and count are right, than {_AGAINST}",
        "",
        *ratios(results),
        "",
        "Everything measured, with what it was measured on, is in "
        "[`benchmarks/results/peers.md`](benchmarks/results/peers.md).",
        "",
        "![Time of a step by number of events, both on logarithmic axes](benchmarks/results/peers.svg)",
    ]
    return "\n".join([before + START, *text, END + after])
