"""``tierline models`` in all its views: every model, kinds, sources, CSV, and the picture."""

import csv
import io
import sys
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from cli.home import Command

from tierline.cli.exit_status import EXIT_STATUS
from tierline.cli.plot import draw
from tierline_scoring.snapshot import load_snapshot
from tierline_scoring.sources import benchmark_sources


def test_every_entry_of_the_listing_has_one_line_and_a_reason(tierline: Command) -> None:
    lines = tierline("models", "--all").out.splitlines()
    found = tierline("models", "--all", "--json").json["models"]
    snapshot = load_snapshot()
    assert {model["id"] for model in found} == snapshot.models.keys() | snapshot.left_out.keys()
    shown = {line.split()[0]: line for line in lines if line}
    for model in found:
        assert model["why"] in shown[model["id"]]
        assert model["category"] in shown[model["id"]]
        assert model["place"] in shown[model["id"]]


def test_places_are_those_of_the_tiers(tierline: Command) -> None:
    tiers = tierline("models", "--json").json["tiers"]
    places = {model["id"]: model["place"] for model in tierline("models", "--all", "--json").json["models"]}
    for tier in tiers:
        for number, model in enumerate(tier["models"], start=1):
            assert f"{tier['tier']} {number}" in places[model["id"]].split(", ")
    chosen = {model["id"] for tier in tiers for model in tier["models"]}
    assert {model_id for model_id, place in places.items() if place} == chosen


@pytest.mark.parametrize(
    ("sort", "member", "down"),
    [
        ("price", "averageUsdPerMtok", False),
        ("context", "contextLength", True),
        ("overall", "overall", True),
        ("ability", "ability", True),
        ("task-cost", "taskUsd", False),
    ],
)
def test_rows_are_sorted_and_the_unknown_come_last(tierline: Command, sort: str, member: str, *, down: bool) -> None:
    models = tierline("models", "--sort", sort, "--json").json["models"]
    values = [model[member]["value"] if isinstance(model[member], dict) else model[member] for model in models]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=down)
    assert values[: len(known)] == known


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        (["free"], lambda model: model["category"] == "free"),
        (["google"], lambda model: "google" in f"{model['id']} {model['name']}".lower()),
        (["balanced", "qwen"], lambda model: model["category"] == "balanced" and "qwen" in model["id"]),
    ],
    ids=["category", "vendor", "both"],
)
def test_filters_keep_what_they_name(tierline: Command, words: list[str], holds: object) -> None:
    assert callable(holds)
    everything = tierline("models", "--all", "--json").json["models"]
    options = [part for word in words for part in ("--filter", word)]
    kept = tierline("models", *options, "--json").json["models"]
    assert {model["id"] for model in kept} == {model["id"] for model in everything if holds(model)}
    assert kept


def test_a_filter_that_nothing_fits_says_so(tierline: Command) -> None:
    assert "none that fits" in tierline("models", "--filter", "no-such-thing").out


def test_csv_has_every_model_with_intervals_and_origins(tierline: Command) -> None:
    rows = list(csv.DictReader(io.StringIO(tierline("models", "--csv").out)))
    found = {model["id"]: model for model in tierline("models", "--all", "--json").json["models"]}
    assert {row["id"] for row in rows} == found.keys()
    for row in rows:
        ability = found[row["id"]]["ability"]
        assert row["why"]
        if ability is None:
            assert row["ability"] == ""
        else:
            assert float(row["ability"]) == pytest.approx(float(ability["value"]), rel=1e-4)
            assert row["ability_origin"] == ability["origin"]


def test_sources_tell_their_terms_and_what_they_gave(tierline: Command) -> None:
    shown, found = tierline("models", "--sources").out, tierline("models", "--sources", "--json").json["sources"]
    rows = {row["id"]: row for row in found}
    for source in benchmark_sources():
        assert rows[source.id]["licence"] == source.licence
        assert rows[source.id]["bundled"] == source.bundled
        assert source.id in shown
    measured = sum(len(known.measurements) for known in load_snapshot().evidence.values())
    assert sum(row["figures"] for row in found) == measured
    assert not any(row["figures"] for row in found if not row["bundled"])
    assert "live only" in shown


def test_kinds_show_the_model_the_gain_and_its_interval(tierline: Command) -> None:
    shown, found = tierline("models", "--by-kind").out, tierline("models", "--by-kind", "--json").json
    for cells in found["tiers"].values():
        for kind, cell in cells.items():
            assert kind in shown
            assert cell["model"] in shown
            assert cell["low"] <= cell["gain"] <= cell["high"]
            assert not cell["on"] or cell["low"] > 0


@pytest.mark.parametrize(
    "options", [("--sources", "--csv"), ("--by-kind", "--sort", "price"), ("--plot", "x.svg", "--all")]
)
def test_views_that_exclude_each_other_are_refused(tierline: Command, options: tuple[str, ...]) -> None:
    assert tierline("models", *options).status == EXIT_STATUS["bad-usage"]


def test_the_picture_names_the_chosen_and_the_limits(tierline: Command, project: Path) -> None:
    assert tierline("models", "--plot", "out.svg").status == 0
    text = "\n".join(node.text or "" for node in ET.parse(project / "out.svg").iter())  # noqa: S314 our own file
    for tier in tierline("models", "--json").json["tiers"]:
        for model in tier["models"]:
            assert model["id"].split("/", 1)[1] in text
    for said in ("default below $0.50", "maximum below $1.00", "frontier", load_snapshot().as_of.isoformat()):
        assert said in text


def test_the_same_figures_give_the_same_picture(tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        draw(load_snapshot(), tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_no_label_covers_another() -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    from tierline.cli.labels import Label, place_labels

    figure = Figure(figsize=(8, 6))
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    points = [(1 + 0.02 * n, 1 + 0.03 * (n % 3)) for n in range(12)]
    axes.scatter(*zip(*points, strict=True))
    axes.set_xlim(0, 2)
    axes.set_ylim(0, 2)
    labels = [Label(x=x, y=y, text=f"a-model-{n}", colour="k", bold=n < 3) for n, (x, y) in enumerate(points)]
    place_labels(axes, labels, points, [])
    # of the text alone: an annotation's own extent has its leader in it
    texts = [Text.get_window_extent(note) for note in axes.texts]
    assert len(texts) == len(points)
    assert not any(one.overlaps(other) for one, other in combinations(texts, 2))
    inside = axes.get_window_extent()
    assert all(inside.x0 <= box.x0 and box.x1 <= inside.x1 for box in texts)


def test_a_png_is_a_png(tierline: Command, project: Path) -> None:
    assert tierline("models", "--plot", "out.png").status == 0
    assert (project / "out.png").read_bytes().startswith(b"\x89PNG")


def test_another_ending_is_refused_and_nothing_is_written(tierline: Command, project: Path) -> None:
    finished = tierline("models", "--plot", "out.pdf")
    assert finished.status == EXIT_STATUS["bad-usage"]
    assert ".svg or a .png" in finished.err
    assert not (project / "out.pdf").exists()


def test_without_the_extra_one_sentence_says_how_to_get_it(
    tierline: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("matplotlib")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    finished = tierline("models", "--plot", "out.svg")
    assert finished.status == EXIT_STATUS["no-plot"]
    assert "tierline[plot]" in finished.err
    assert not (project / "out.svg").exists()
