"""``tierline refresh`` over a small internet on loopback: what it prints, and with which status it ends."""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from cli.home import Command
from refresh.world import LISTING, Answer, World, catalogue, entry, listing, settled

from tierline import app
from tierline.cli.exit_status import EXIT_STATUS
from tierline.lsp.protocol import RefreshReport


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders for snapshots and answers that no other test has seen."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with World() as running:
        monkeypatch.setattr(app, "refresh_snapshot", partial(app.refresh_snapshot, base_urls=running.base_urls))
        yield settled(running)


@pytest.fixture
def small(world: World, tierline: Command) -> World:
    """A world whose snapshot is in force already."""
    assert tierline("refresh", "--force").status == 0
    return world


def test_it_says_source_by_source_what_came_and_what_changed(small: World, tierline: Command) -> None:
    rows = catalogue()[1:]
    rows.append(entry("vendor-9/new", "0.05", "0.05", 0.3))
    small.answers[LISTING] = Answer(listing(rows))
    finished = tierline("refresh")
    assert finished.status == 0
    for line in ("openrouter-catalogue        new           20 rows of", "epoch                       "):
        assert line in finished.err
    for said in (
        "20 models (+0)",
        "Models in: 1",
        "+ vendor-9/new",
        "Models out: 1",
        f"- {catalogue()[0]['id']}",
        "In force: ",
        "--rollback",
    ):
        assert said in finished.out
    assert "404" in finished.out
    assert "artificial-analysis         no key" in finished.err
    assert "needs a key" not in finished.out, "that is no problem"


def test_the_new_snapshot_counts_for_every_command(small: World, tierline: Command) -> None:
    assert small
    found = tierline("models", "--json").json
    ids = {model["id"] for tier in found["tiers"] for model in tier["models"]}
    assert ids <= {row["id"] for row in catalogue()}
    assert {entry.id for entry in app.sandbox_catalogue()} == {row["id"] for row in catalogue()}
    explained = tierline("explain-model", catalogue()[7]["id"], "--json").json
    assert explained["model"]["id"] == catalogue()[7]["id"]
    assert tierline("route", "explain", "cart.py:7-8", "--json").json["decision"]["model"] in ids


def test_json_is_one_object_that_fits_the_protocol(small: World, tierline: Command) -> None:
    small.answers[LISTING] = Answer(listing(catalogue()[:-1]))
    finished = tierline("refresh", "--json", "--dry-run")
    report = RefreshReport.model_validate_json(finished.out)
    assert report.models_out == (catalogue()[-1]["id"],)
    assert report.written is None
    assert {source.id for source in report.sources} >= {"openrouter-catalogue", "lmarena", "epoch"}


def test_a_rehearsal_puts_nothing_in_force(world: World, tierline: Command) -> None:
    finished = tierline("refresh", "--dry-run")
    assert world.requests(LISTING)
    assert finished.status == 0
    assert "would be refused" in finished.out
    assert app.kept_snapshots().paths() == []


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_much_worse_snapshot_is_refused_with_its_status(world: World, tierline: Command, form: tuple[str]) -> None:
    finished = tierline("refresh", *form)
    assert world.requests(LISTING)
    assert finished.status == EXIT_STATUS["worse-snapshot"]
    assert "refused" in finished.err
    assert "--force" in finished.err
    assert app.kept_snapshots().paths() == []
    if form:
        assert finished.json["objections"]


def test_going_back_says_what_is_in_force_now(small: World, tierline: Command) -> None:
    small.answers[LISTING] = Answer(listing(catalogue()[1:]))
    assert tierline("refresh").status == 0
    newest, older = app.kept_snapshots().paths()
    finished = tierline("refresh", "--rollback")
    assert newest.name in finished.out
    assert str(older) in finished.out
    assert tierline("refresh", "--rollback", "--json").json["inForce"]["path"] == "bundled"
    assert tierline("refresh", "--rollback").status == EXIT_STATUS["no-rollback"]


def test_without_a_network_the_status_says_so_and_nothing_changes(
    small: World, tierline: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert small
    before = [(path, path.read_bytes()) for path in app.kept_snapshots().paths()]
    with World() as gone:
        nowhere = gone.base_urls
    monkeypatch.setattr(app, "refresh_snapshot", partial(app.refresh_snapshot, base_urls=nowhere))
    finished = tierline("refresh")
    assert finished.status == EXIT_STATUS["no-network"]
    assert "stays" in finished.err
    assert [(path, path.read_bytes()) for path in app.kept_snapshots().paths()] == before


def test_another_refresh_at_work_is_told(world: World, tierline: Command) -> None:
    with app.kept_snapshots().alone():
        finished = tierline("refresh")
    assert finished.status == EXIT_STATUS["refresh-running"]
    assert world.seen == []


def test_a_broken_snapshot_is_said_and_passed_over(small: World, tierline: Command) -> None:
    assert small
    (path,) = app.kept_snapshots().paths()
    path.write_text("{", encoding="utf-8")
    finished = tierline("models")
    assert finished.status == 0
    assert str(path) in finished.err


def test_the_keys_go_where_they_belong(small: World, tierline: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENROUTER_API_KEY", "sk-or-v1-9d7fa2")
    monkeypatch.setenv("ARTIFICIAL_ANALYSIS_API_KEY", "aa-9d7fa2")
    small.seen.clear()
    finished = tierline("refresh")
    hosts = {seen.address.split("/", 1)[0] for seen in small.seen if "sk-or-v1-9d7fa2" in str(seen)}
    others = {seen.address.split("/", 1)[0] for seen in small.seen if "aa-9d7fa2" in str(seen)}
    assert (hosts, others) == ({"openrouter.ai"}, {"artificialanalysis.ai"})
    assert "9d7fa2" not in finished.out + finished.err
    assert not any("9d7fa2" in path.read_text(errors="replace") for path in Path.cwd().rglob("*") if path.is_file())


def test_a_gateways_key_is_not_shown_to_openrouter(
    small: World, tierline: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENROUTER_API_KEY", "sk-of-the-gateway")
    monkeypatch.setenv("TIERLINE_BASE_URL", "https://gateway.example/v1")
    assert tierline("refresh").status == 0
    assert "sk-of-the-gateway" not in str(small.seen)


def test_contradicting_options_are_refused(tierline: Command) -> None:
    assert tierline("refresh", "--rollback", "--force").status == EXIT_STATUS["bad-usage"]


@pytest.mark.skipif(sys.platform == "win32", reason="the folders of Windows are not moved by these variables")
def test_a_refresh_by_itself_is_due_once_a_day_and_never_over_a_gateway(small: World, tierline: Command) -> None:
    assert small
    assert not app.refresh_is_due({})
    (app.kept_snapshots().folder / "attempted").unlink()
    assert app.refresh_is_due({})
    assert not app.refresh_is_due({"TIERLINE_BASE_URL": "https://gateway.example/v1"})
    assert tierline("refresh", "--dry-run").status == 0
    assert app.refresh_is_due({}), "a rehearsal is no refresh"
