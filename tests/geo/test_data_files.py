"""The curated data themselves: what they hold, and that they stay easy to review in a diff."""

from __future__ import annotations

import csv
import io
from itertools import pairwise

import pytest

from geo import codebook
from geo.dataset import EVENT_COLUMNS, FOLDER, Dataset, load
from geo.model import REGIONS
from geo.schema import FILES, DataFile
from geo.validation import split


@pytest.fixture(scope="module")
def data() -> Dataset:
    return load()


def rows(file: DataFile) -> list[dict[str, str]]:
    with (FOLDER / file.name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_nothing_of_the_compilation_is_lost(data: Dataset) -> None:
    assert (len(data.events), len(data.sources), len(data.sites), len(data.routes)) == (429, 725, 83, 13)
    assert (len(data.route_points), len(data.claims), len(data.claim_events), len(data.claim_notes)) == (
        203,
        104,
        402,
        33,
    )
    assert (len(data.mandates), len(data.mission_stats), len(data.site_presence), len(data.un_deaths)) == (
        14,
        47,
        132,
        31,
    )
    assert data.missing == ()


def test_peacekeepers_killed_match_the_reconciliation(data: Dataset) -> None:
    # 174 in the UN data, of which 170 explained and 2 probable; 2 more of ours have no row there (data/README.md).
    assert data.events["killed_peacekeepers"].sum() == 172


def test_unknown_tolls_stay_unknown(data: Dataset) -> None:
    assert data.events["killed_best"].isna().sum() == 283
    aguelhok = data.events.set_index("id").loc["2012-01-24-aguelhok-killings"]
    assert (aguelhok["killed_low"], aguelhok["killed_high"]) == (70, 153)


def test_no_fact_is_doubted_twice_over(data: Dataset) -> None:
    assert (data.events["verification"] == "partial").sum() == 41


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
class TestFile:
    def test_is_written_plainly(self, file: DataFile) -> None:
        content = (FOLDER / file.name).read_bytes()
        assert b"\r" not in content and not content.startswith(b"\xef\xbb\xbf")
        plain = io.StringIO(newline="")
        csv.writer(plain, lineterminator="\n").writerows(csv.reader(io.StringIO(content.decode(), newline="")))
        assert plain.getvalue().encode() == content, "quotes only where RFC 4180 needs them"

    def test_has_the_columns_in_the_order_of_the_codebook(self, file: DataFile) -> None:
        assert tuple(rows(file)[0]) == file.names

    def test_is_sorted_so_that_a_change_is_a_small_diff(self, file: DataFile) -> None:
        numbers = {column.name for column in file.columns if column.kind == "integer"}
        levels = ("region", "cercle")

        def rank(name: str, cell: str) -> object:
            if file.name == "actors.csv":  # as a reader looks a name up; capitals only break ties
                return cell.casefold(), cell
            return int(cell) if name in numbers else levels.index(cell) if name == "level" else cell

        def key(row: dict[str, str]) -> tuple[object, ...]:
            return tuple(rank(name, row[name]) for name in file.order)

        assert all(key(one) <= key(other) for one, other in pairwise(rows(file)))  # type: ignore[operator]


def test_readme_holds_exactly_the_generated_tables() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert codebook.embed(readme) == readme, "run: python -m geo.codebook --write"
    assert all(f"| `{column.name}` |" in readme for file in FILES for column in file.columns)


def test_codebook_prints_and_refuses_a_readme_without_markers(capsys: pytest.CaptureFixture[str]) -> None:
    assert codebook.main([]) == 0
    assert capsys.readouterr().out.strip() == codebook.markdown()
    with pytest.raises(ValueError, match="without the markers"):
        codebook.embed("# Nothing here")


def test_readme_tells_the_doubts() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for doubt in ("Madougou and Dioungani", "17.7 km", "never chart them together", "30 January 2021", "2016–2023"):
        assert doubt in readme


def test_events_have_the_promised_columns_and_types(data: Dataset) -> None:
    assert tuple(data.events.columns) == EVENT_COLUMNS
    kinds = {name: str(dtype) for name, dtype in data.events.dtypes.items()}
    assert kinds["id"] == "str" and kinds["date_start"].startswith("datetime64")
    assert kinds["lat"] == "float64" and kinds["killed_best"] == "Int64"
    text = data.events.select_dtypes("str")
    assert not text.isna().any().any(), "a blank text is an empty one"
    assert list(data.events.index) == list(range(429))
    order = data.events[["date_start", "id"]].apply(tuple, axis=1)
    assert order.is_monotonic_increasing


def test_an_event_of_one_day_ends_on_it(data: Dataset) -> None:
    events = data.events.set_index("id")
    assert (
        events.loc["2019-03-23-ogossagou-attack", "date_end"] == events.loc["2019-03-23-ogossagou-attack", "date_start"]
    )
    assert (data.events["date_end"] >= data.events["date_start"]).all()
    month = events.loc["2019-04-01-operation-oryx"]
    assert month["date_precision"] == "month" and month["date_end"] == month["date_start"], "not stretched to the month"


def test_group_follows_the_category(data: Dataset) -> None:
    by_category = data.events.groupby("category")["group"].unique().map(list).to_dict()
    assert by_category["attack_on_mission"] == ["violence"]
    assert by_category["human_rights"] == ["mission"]


def test_actors_of_an_event_in_order_and_both_languages(data: Dataset) -> None:
    actors = data.event_actors[data.event_actors["event_id"] == "2019-04-03-kidal-camp-attack"]
    assert list(actors["seq"]) == [1, 2]
    assert list(actors["name"]) == ["MINUSMA (Benin; Chad)", "unidentified attackers"]
    assert list(actors["name_fr"]) == ["MINUSMA (Bénin\u00a0; Tchad)", "assaillants non identifiés"]
    assert list(actors["actor"]) == ["MINUSMA (Benin; Chad)", "Unidentified attackers"]
    assert not data.event_actors.isna().any().any()


def test_actor_names_merge_spellings_but_never_say_who_someone_is(data: Dataset) -> None:
    actor = data.event_actors.drop_duplicates("name").set_index("name")["actor"]
    assert actor["Malian army"] == actor["Malian Armed Forces"] == "Malian armed forces"
    assert actor["Coordination of Azawad Movements"] == "CMA"
    assert actor["MINUSMA (Chadian contingent)"] == "MINUSMA (Chad)"
    assert len({actor["JNIM"], actor["Suspected JNIM"], actor["Suspected JNIM (Katiba Macina)"]}) == 3
    hedged = [name for name in actor.index if any(w in name for w in ("uspected", "attributed", "claimed", "reported"))]
    assert len(hedged) >= 10 and all(actor[name].casefold() == name.casefold() for name in hedged)


def test_every_actor_row_is_used(data: Dataset) -> None:
    named = {name for row in rows(FILES[0]) for name in split(row["actors"])}
    assert named == {row["name"] for file in FILES if file.name == "actors.csv" for row in rows(file)}


def test_regions_have_their_french_names(data: Dataset) -> None:
    french = data.admin_names[data.admin_names["level"] == "region"].set_index("name")["name_fr"]
    assert set(french.index) == set(REGIONS)
    assert (french["Timbuktu"], french["Ménaka"], french["Taoudénit"]) == ("Tombouctou", "Ménaka", "Taoudénit")


def test_each_event_and_site_has_a_source(data: Dataset) -> None:
    assert set(data.event_sources["event_id"]) == set(data.events["id"])
    assert set(data.site_sources["site_id"]) == set(data.sites["id"])
    assert set(data.event_sources["source_id"]) <= set(data.sources["id"])
