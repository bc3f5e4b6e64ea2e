"""Rows read at once and row by row: what is well formed gives the same either way, and nothing else is taken for it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.importers import rows
from geo.importers.encoding import Text
from geo.importers.refusal import ImportRefusedError
from geo.importers.report import Log
from geo.importers.table import Layout
from geo.importers.wellformed import LONGEST, grid

NAMES = ("id", "place", "text")
#: What may confuse whoever counts quotes, delimiters and line breaks.
CELLS = st.text(st.sampled_from('a1é ",;\t\r\n\u2028\u00a0'), max_size=6)
#: Lines that another hand wrote: ragged, blank, with quotes anywhere.
RAW = st.lists(st.text(st.sampled_from('a",;\r\n#'), max_size=12), max_size=8)


def both(content: bytes, how: Layout) -> tuple[object, object]:
    """Read a text as it is, and row by row; a refusal is a result like any other."""
    found = []
    for reader in (grid, lambda *_: None):
        log = Log()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rows, "grid", reader)
            try:
                table = rows.read(Text(content, "utf-8"), how, NAMES, log)
            except ImportRefusedError as refusal:
                found.append(str(refusal))
            else:
                cells = table.frame.reset_index().to_numpy().tolist()
                found.append((cells, list(table.frame.columns), table.read, log.blocks))
    return found[0], found[1]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    RAW,
)
def test_both_ways_find_the_same(table, delimiter, end, quoting, raw) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows([NAMES, *table])
    how = Layout(delimiter, 1, NAMES)
    at_once, one_by_one = both(out.getvalue().encode(), how)
    assert at_once == one_by_one
    at_once, one_by_one = both((out.getvalue() + end.join(raw)).encode(), how)
    assert at_once == one_by_one


@settings(max_examples=200, deadline=None)
@given(RAW)
def test_without_quotes_both_ways_find_the_same(raw) -> None:
    at_once, one_by_one = both("\n".join(["id,place,text", *raw]).encode(), Layout(",", 1, NAMES, quoted=False))
    assert at_once == one_by_one


@pytest.mark.parametrize(
    "body",
    [
        '1,Gao "town",x\n',
        '1,"Gao"town,x\n',
        '1,"Gao,x\n',
        ' "1",Gao,x\n',
        "1,Gao,x\r2,Kidal,y\n",
        "1,Gao\0,x\n",
        f'1,"{"a" * LONGEST}",x\n',
    ],
)
def test_what_leaves_a_doubt_is_read_row_by_row(body: str) -> None:
    assert grid(Text(f"id,place,text\n{body}".encode(), "utf-8"), ",", True) is None


@pytest.mark.parametrize(
    ("body", "kept", "code"),
    [
        ('1,"Gao,\nMali","say ""no"""\n2,Kidal,\n', [2, 3], ""),
        ('1,Gao,x\n\n,,\n"","",""\n2,Kidal,y', [2, 6], ""),
        ("#id,#loc,#note\n1,Gao,x\n", [3], "tags"),
        ("1,Gao\n2,Kidal,y\n", [3], "ragged"),
        ('1,Gao,"x\n2,Kidal,y\n3,Gao,z"\n4,Mopti,w\n', [3], "swallowed"),
    ],
)
def test_rows_and_their_numbers_at_once(body: str, kept: list[int], code: str) -> None:
    content = f"id,place,text\n{body}".encode()
    assert grid(Text(content, "utf-8"), ",", True) is not None
    log = Log()
    table = rows.read(Text(content, "utf-8"), Layout(",", 1, NAMES), NAMES, log)
    assert table.frame.index.tolist() == kept
    assert [block.code for block in log.blocks] == [code] * bool(code)
    at_once, one_by_one = both(content, Layout(",", 1, NAMES))
    assert at_once == one_by_one


def test_a_large_text_is_read_in_pieces_with_the_right_rows() -> None:
    lines = [f'{n},"place {n}\nof many",{"x" * 90}\n' if n % 5 else "short\n" for n in range(2, 200_000)]
    content = ("id,place,text\n" + "".join(lines)).encode()
    told: list[float] = []
    table = rows.read(Text(content, "utf-8"), Layout(",", 1, NAMES), ("id", "text"), Log(), told.append)
    assert len(content) > 2 * 8 << 20 and told == sorted(told) and len(told) > 2
    assert list(table.frame.columns) == ["id", "text"]
    assert table.frame["id"].tolist() == [str(n) for n in table.frame.index] and len(table.frame) == 160_000 - 2 + 1
    assert table.read == 199_998
