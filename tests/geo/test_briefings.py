"""Briefings over HTTP and on the command line: the same bytes, refusals in words, nothing lost."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from geo import serving
from geo.__main__ import main
from geo.dataset import FOLDER
from geo.export.asking import PARAMETERS
from geo.export.formats import FORMATS
from geo.export.order import PAGES

MADE = {"made": "2024-02-01"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=serving.routes({}))) as found:
        yield found


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "geojson", "kml", "gpkg", "zip"])
def test_page_and_command_give_the_same_bytes(suffix: str, client: TestClient, tmp_path: Path) -> None:
    out = tmp_path / f"briefing.{suffix}"
    asked = {"region": "Kidal", "lang": "fr", "title": "Kidal", "note": "Essai", **MADE}
    answer = client.get(f"/api/briefing.{suffix}", params=asked)
    arguments = [part for name, value in asked.items() for part in (f"--{name}", value)]
    assert main(["briefing", *arguments, "--address", "http://testserver", "--out", str(out)]) == 0
    assert answer.status_code == 200
    assert answer.content == out.read_bytes()
    assert answer.headers["content-type"].startswith(FORMATS[suffix].media_type.partition(";")[0])
    assert answer.headers["content-disposition"].startswith('attachment; filename="MLI_kidal_')
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


@pytest.mark.parametrize("suffix", ["xlsx", "kml", "gpkg"])
def test_events_have_these_formats_too(
    suffix: str, client: TestClient, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    answer = client.get(f"/api/events.{suffix}", params={"region": "Gao"})
    assert answer.status_code == 200 and len(answer.content) > 1000
    assert main(["events", "--region", "Gao", "--format", suffix]) == 0
    assert capfdbinary.readouterr().out[:2] == answer.content[:2]


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("page", "a9"),
        ("rows", "-1"),
        ("rows", "many"),
        ("title", "x" * 401),
        ("note", "x" * 2001),
        ("made", "1979-01-01"),
    ]
    + [("made", "yesterday"), ("parts", "maps"), ("both", "perhaps"), ("region", "Atlantis"), ("papge", "a4")],
)
def test_what_cannot_be_is_refused_in_the_form_of_the_interface(parameter: str, value: str, client: TestClient) -> None:
    answer = client.get("/api/briefing.csv", params={parameter: value})
    assert answer.status_code == 400
    assert answer.json().keys() == {"error", "parameter", "value", "expected"}
    assert (answer.json()["parameter"], answer.json()["error"][:1]) == (parameter, "“")


def test_a_format_that_is_none_is_not_found(client: TestClient) -> None:
    assert client.get("/api/briefing.doc").status_code == 404
    assert client.get("/api/briefing.").status_code == 404


def test_a_title_of_200_letters_and_of_other_scripts_is_kept(client: TestClient) -> None:
    title = "مالي 🕊 " + "T" * 193
    answer = client.get("/api/briefing.zip", params={"title": f"{title}\n\t", "region": "Bamako", **MADE})
    readme = zipfile.ZipFile(io.BytesIO(answer.content)).read("README.txt").decode("utf-8-sig")
    assert readme.startswith(title)


def test_twenty_at_once_all_arrive(client: TestClient) -> None:
    def ask(number: int) -> tuple[int, int]:
        answer = client.get("/api/briefing.gpkg", params={"from": str(2012 + number % 10), **MADE})
        return answer.status_code, len(answer.content)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(ask, range(20)))
    assert {status for status, _ in answers} == {200}
    assert answers[:10] == answers[10:]


def test_a_copy_is_good_for_a_day_of_the_same_data(client: TestClient) -> None:
    answer = client.get("/api/briefing.csv")
    again = client.get("/api/briefing.csv", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    assert answer.headers["etag"] != client.get("/api/summary.json").headers["etag"]


# -- the command line ------------------------------------------------------------------------------------------------


def test_one_for_each_region_with_progress(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new" / "folder"
    code = main(
        ["briefing", "--format", "csv", "--each", "region", "--from", "2020", "--out", str(folder), "--made=2024-02-01"]
    )
    names = sorted(path.name for path in folder.iterdir())
    assert code == 0 and "MLI_mopti-from-2020_20240201.csv" in names
    progress = capsys.readouterr().err.splitlines()
    assert len(progress) == len(names) and progress[0].startswith(f"1 of {len(names)}: MLI_")


@pytest.mark.parametrize(
    "wrong", [["--page", "a9"], ["--format", "doc"], ["--each", "village"], ["--made", "now"], ["--region", "Atlantis"]]
)
def test_a_wrong_command_is_a_sentence_and_leaves_nothing(
    wrong: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(
            ["briefing", *(["--format", "csv"] if wrong[0] != "--format" else []), *wrong, "--out", str(tmp_path / "x")]
        )
        == 2
    )
    said = capsys.readouterr()
    assert said.err.startswith(f"“{wrong[0][2:]}={wrong[1]}”") and not said.out
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["briefing", "--format", "csv", "--out", str(tmp_path / "no" / "file.csv")]) == 2
    assert "could not be written" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_everything_that_can_be_asked_is_documented() -> None:
    readme = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    for name in [*PARAMETERS, *PAGES]:
        assert f"`{name}`" in readme
    for suffix in FORMATS:
        assert f".{suffix}`" in readme or f"`{suffix}`" in readme
