"""What could be wrong in a measurement without anybody seeing it: what a page must show, and whether it does."""

from __future__ import annotations

import pandas as pd
import pytest

from benchmarks.reading import FACTS, OPENED, READERS, SETTLED, Wanted, WrongPageError, check, script
from benchmarks.samples import Numbers, counted

RIGHT = {"text": 10, "rows": 10, "map": 8}
WANTED = Wanted.of(Numbers(events=10, placed=8))


def test_a_right_page_passes():
    check(RIGHT | {"said": "10 events"}, WANTED)


@pytest.mark.parametrize("part", ["text", "rows", "map"])
@pytest.mark.parametrize("number", [9, 0, None, "8"])
def test_a_page_with_one_wrong_part_is_refused_by_its_name(part, number):
    with pytest.raises(WrongPageError, match=f"^{part} shows {number}, should show"):
        check(RIGHT | {part: number}, WANTED)


def test_a_map_that_shows_events_without_a_place_is_wrong():
    with pytest.raises(WrongPageError, match="map shows 10, should show 8"):
        check(RIGHT | {"map": 10}, WANTED)


def test_a_page_without_text_and_table_is_judged_by_its_map_alone():
    wanted = Wanted.of(Numbers(events=10, placed=8), page=False)
    check({"map": 8}, wanted)
    with pytest.raises(WrongPageError):
        check({"map": 9}, wanted)


def test_events_are_counted_by_any_of_their_days_and_places_apart():
    frame = pd.DataFrame(
        {
            "date_start": ["2012-05-01", "2012-12-30", "2013-01-01", "2014-07-01"],
            "date_end": ["2012-05-01", "2013-01-02", "2013-01-01", "2014-07-01"],
            "lat": [14.0, None, 15.0, 16.0],
        }
    )
    since, within = counted(frame)
    # The event of New Year has no place, and is in both years.
    assert since == {2012: Numbers(4, 3), 2013: Numbers(3, 2), 2014: Numbers(1, 1)}
    assert within == {2012: Numbers(2, 1), 2013: Numbers(1, 1), 2014: Numbers(1, 1)}


def test_every_reader_gives_whole_scripts():
    for reader in READERS:
        for template in (FACTS, OPENED, SETTLED):
            text = script(template, reader)
            assert "%(" not in text and READERS[reader] in text
