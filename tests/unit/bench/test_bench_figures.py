"""The pure half of the bench: medians and tails, the tables, the picture, the README's markers."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from bench import plot, table
from bench.__main__ import parsed
from bench.arms import OURS, VIEWS, Place, arms
from bench.claims import AIMS, BY_NAME, ROWS, Aim, peer, times_better, verdict
from bench.results import Results, percentile

LAST = BY_NAME["crowd", "live last", "median", 30]
RATE = BY_NAME["kernels", "started per second", "median", 30]


@pytest.fixture
def results() -> Results:
    """Three rounds of a burst: ours in 2 s, stock in 30 s, with lean options in 20 s; one rate."""
    made = Results()
    for extra in (0.0, 0.5, -0.5):
        made.add("crowd", "live last", OURS, 2 + extra, size=30)
        made.add("crowd", "live last", "voila", 30 + extra, size=30)
        made.add("crowd", "live last", "voila-lean", 20 + extra, size=30)
        made.add("crowd", "failures", OURS, 1, unit="pages", size=30)
    made.add("crowd", "live last", OURS, 1, size=10)
    made.add("kernels", "started per second", OURS, 40, unit="/s", size=30)
    made.add("kernels", "started per second", "spawned", 10, unit="/s", size=30)
    return made


@pytest.mark.parametrize(
    ("values", "share", "expected"), [([3.0], 0.95, 3.0), ([1.0, 2.0], 0.5, 1.5), ([4.0, 1.0, 3.0, 2.0, 5.0], 0.9, 4.6)]
)
def test_percentiles_are_interpolated(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == pytest.approx(expected)


def test_no_value_has_no_percentile() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_the_peer_is_the_fastest_stock_variant(results: Results) -> None:
    assert peer(results, LAST) == "voila-lean"
    line = next(line for line in table.lines(results) if line[0] == LAST.label)
    assert line == [LAST.label, "2 s", "20 s (voila-lean)", "10.0×", "–", "–", "–"]


def test_our_views_on_stock_voila_stand_beside_with_their_own_ratio(results: Results) -> None:
    results.add("crowd", "live last", VIEWS, 12, size=30)
    assert peer(results, LAST) == "voila-lean", "half of our own work is no peer"
    line = next(line for line in table.lines(results) if line[0] == LAST.label)
    assert line[4] == "12 s (6.0×)"


def test_an_arm_that_loses_pages_is_no_peer(results: Results) -> None:
    results.add("crowd", "failures", "voila-lean", 2, unit="pages", size=30)
    assert peer(results, LAST) == "voila"
    results.add("crowd", "failures", "voila", 3, unit="pages", size=30)
    assert peer(results, LAST) == "voila-lean", "when all lose pages, the fastest again"


def test_more_is_better_for_rates(results: Results) -> None:
    assert times_better(RATE, 40, 10) == 4
    assert times_better(LAST, 40, 10) == 0.25
    assert times_better(LAST, 0, 10) is None


def test_aims_are_met_missed_or_unknown(results: Results) -> None:
    assert verdict(results, Aim(LAST, times=8)) is True
    assert verdict(results, Aim(LAST, times=11)) is False
    assert verdict(results, Aim(BY_NAME["crowd", "failures", "total", 30], most=0)) is False
    assert verdict(results, Aim(BY_NAME["limit", "pages answering", "median", 300], least=300)) is None
    told = table.aims(results)
    assert len(told) == len(AIMS)
    assert any(line.startswith("met") and LAST.label in line for line in told)


def test_every_row_is_named_once() -> None:
    assert len({row.label for row in ROWS}) == len(ROWS) == len(BY_NAME)


def test_the_table_stands_between_the_markers(tmp_path: Path, results: Results) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{table.BEGIN}\nformerly\n{table.END}\nafter\n", encoding="utf-8")
    for _ in range(2):  # again: the same
        table.into_readme(readme, table.report(results, ["a machine"], {OURS: "Ours"}))
        said = readme.read_text(encoding="utf-8")
        assert said.startswith(f"before\n{table.BEGIN}\n| ")
        assert said.endswith(f"\n{table.END}\nafter\n")
        assert "formerly" not in said
        assert "- a machine" in said
    readme.write_text("no markers", encoding="utf-8")
    with pytest.raises(ValueError, match="figures"):
        table.into_readme(readme, "x")


def test_the_real_readme_has_the_markers() -> None:
    readme = (Path(__file__).resolve().parents[3] / "README.md").read_text(encoding="utf-8")
    assert readme.index(table.BEGIN) < readme.index(table.END)


def test_the_picture_is_svg_with_a_line_for_each_arm_measured_twice(results: Results) -> None:
    picture = ET.fromstring(plot.growth(results, {OURS: "Ours & theirs", "voila": "Stock"}))
    lines = [element for element in picture.iter() if element.tag.endswith("polyline")]
    assert len(lines) == 1, "only ours was measured at two sizes, and only for time"
    assert any(element.text == "Ours & theirs" for element in picture.iter())


def test_every_arm_has_a_command_on_its_own_port(tmp_path: Path) -> None:
    place = Place(4321, tmp_path, tmp_path / "content.json")
    known = arms(Path("/peers/python"))
    assert all(any("4321" in word for word in arm.command(place)) for arm in known)
    assert {arm.name for arm in known} - {arm.name for arm in arms(None)} == {"solara", "panel"}


def test_an_unknown_scenario_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parsed(["--scenarios", "page,nonsense"])
    assert "nonsense" in capsys.readouterr().err
    assert parsed(["--sizes", "1,5"]).sizes == [1, 5]
