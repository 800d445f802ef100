import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tierline_scoring.benchmark import BENCHMARKS
from tierline_scoring.errors import SnapshotError
from tierline_scoring.snapshot import dump_snapshot, load_snapshot, parse_snapshot

BUNDLE_ALLOWED = {
    "openrouter-prices",
    "openrouter-catalogue",
    "openrouter-endpoints",
    "openrouter-benchmarks",
    "lmarena",
    "epoch",
    "simple-evals",
    "evalplus",
    "zeroeval",
    "aider",
    "arena-hard",
    "models-dev",
    "lmsys-table",
    "coderouterbench",
    "editbench",
    "llm-stats",
}


def test_the_bundled_snapshot_survives_writing_and_reading() -> None:
    snapshot = load_snapshot()
    text = dump_snapshot(snapshot)
    assert parse_snapshot(text) == snapshot
    assert dump_snapshot(parse_snapshot(text)) == text


def test_the_snapshot_is_reviewable_with_one_model_a_line() -> None:
    lines = dump_snapshot(load_snapshot()).splitlines()
    ids = [
        json.loads(line.rstrip(","))["id"] for line in lines if line.startswith('{"id"') and '"canonical_slug"' in line
    ]
    assert ids == [*sorted(load_snapshot().models), *sorted(load_snapshot().former)]


def test_only_sources_that_may_be_bundled_are_in_it() -> None:
    assert set(load_snapshot().sources) == BUNDLE_ALLOWED
    assert all(source.licence and source.date and source.url for source in load_snapshot().sources.values())


def test_every_figure_names_its_source_and_a_known_benchmark() -> None:
    snapshot = load_snapshot()
    for evidence in snapshot.evidence.values():
        for found in evidence.measurements:
            assert found.source in snapshot.sources
            assert found.benchmark in BENCHMARKS
            assert 0 <= found.value <= 100
            assert all((found.name, found.published, found.scale, found.date, found.matched))


def test_one_figure_a_benchmark_counts() -> None:
    for evidence in load_snapshot().evidence.values():
        chosen = [found.benchmark for found in evidence.chosen]
        assert len(chosen) == len(set(chosen))
        assert set(chosen) == {found.benchmark for found in evidence.measurements}


def test_routers_aliases_batches_and_ended_models_are_not_listed() -> None:
    snapshot = load_snapshot()
    for model in snapshot.models.values():
        assert not model.id.startswith(("~", "openrouter/", "stealth/"))
        assert not model.id.endswith(":batch")
        assert model.expires is None or model.expires > snapshot.as_of
    assert not {"auto", "typesafe/jev-router", "google/gemini-nano-banana-2.1"} & snapshot.models.keys()


def test_a_free_variant_inherits_from_its_paid_twin_and_says_so() -> None:
    evidence = load_snapshot().evidence
    inherited = [found for found in evidence["google/gemma-4-31b-it:free"].measurements if found.inherited_from]
    assert {found.inherited_from for found in inherited} == {"google/gemma-4-31b-it"}
    assert evidence["google/gemma-4-31b-it:free"].ability == evidence["google/gemma-4-31b-it"].ability
    assert not any(found.inherited_from for found in evidence["google/gemma-4-31b-it"].measurements)


def test_hidden_figures_are_estimated_better_than_by_simple_guesses() -> None:
    accuracy = load_snapshot().accuracy
    assert accuracy["all"].estimate < 0.6 * accuracy["all"].column_mean
    assert accuracy["all"].estimate < 0.75 * accuracy["all"].nearest_neighbour
    for name in ("mmlu", "humaneval", "gsm8k", "mt-bench"):
        assert accuracy[name].estimate < 0.6 * accuracy[name].column_mean
        assert accuracy[name].estimate < 0.9 * accuracy[name].nearest_neighbour
    assert 0.85 < accuracy["all"].within_interval < 0.95


def _broken(**changes: Any) -> str:
    return json.dumps(json.loads(dump_snapshot(load_snapshot())) | changes)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", _broken(schema=0), _broken(models=[{"id": "a/b"}]), _broken(as_of="yesterday")],
    ids=["empty", "list", "no fields", "null", "other schema", "bare model", "no date"],
)
def test_a_file_that_is_no_snapshot_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(SnapshotError, match="snapshot"):
        parse_snapshot(text)


@pytest.mark.parametrize("price", [None, "-1", "NaN", "Infinity"])
def test_an_unknown_price_is_not_read_as_free(price: str | None) -> None:
    raw = json.loads(dump_snapshot(load_snapshot()))
    raw["models"][0]["prompt_usd_per_mtok"] = price
    with pytest.raises(SnapshotError, match="unknown is not free"):
        parse_snapshot(json.dumps(raw))


@pytest.mark.parametrize("ability", ["[1.0,NaN,2.0]", "[-Infinity,1.0,2.0]", "[2.0,1.0,0.0]"])
def test_a_number_that_is_none_is_refused_wherever_it_stands(ability: str) -> None:
    text = re.sub(r'"ability":\[[^]]*\]', f'"ability":{ability}', dump_snapshot(load_snapshot()), count=1)
    with pytest.raises(SnapshotError, match="snapshot"):
        parse_snapshot(text)


def test_a_snapshot_of_a_later_schema_is_refused_with_what_to_do() -> None:
    with pytest.raises(
        SnapshotError, match=r"schema 3, of a later version of Tierline.* update Tierline, or let `tier"
    ):
        parse_snapshot(_broken(schema=3))


def test_a_snapshot_of_schema_1_is_read_with_every_figure_on_the_scale_it_was_published_on() -> None:
    snapshot = parse_snapshot((Path(__file__).parent / "snapshot-1.json").read_text(encoding="utf-8"))
    known = {
        (model_id, one.benchmark, one.published, one.source): one.scale
        for model_id, evidence in load_snapshot().evidence.items()
        for one in evidence.measurements
    }
    found = [
        (one.scale, known.get((model_id, one.benchmark, one.published, one.source)))
        for model_id, evidence in snapshot.evidence.items()
        for one in evidence.measurements
    ]
    assert len(snapshot.models) == 6
    assert len({scale for scale, _ in found}) == 5
    assert [(old, new) for old, new in found if new is not None and old != new] == []
    assert sum(new is not None for _, new in found) >= 10
    assert parse_snapshot(dump_snapshot(snapshot)) == snapshot, "it is written as today's are"


def test_tokens_runs_and_former_models_survive_writing_and_reading() -> None:
    snapshot = load_snapshot()
    assert snapshot.token_use.keys() == snapshot.models.keys() | snapshot.former.keys()
    assert any(use.measured for use in snapshot.token_use.values())
    assert {run.source for run in snapshot.kind_runs} | {
        source for use in snapshot.token_use.values() for source in use.sources
    } <= snapshot.sources.keys()
    assert snapshot.former.keys() == snapshot.no_longer_listed.keys()
    assert not snapshot.former.keys() & snapshot.models.keys()
    assert not snapshot.left_out.keys() & snapshot.models.keys()


def test_the_snapshot_loads_anywhere_without_files_beside_the_package(tmp_path: Path) -> None:
    code = "from tierline_scoring.snapshot import load_snapshot; print(len(load_snapshot().models))"
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], cwd=tmp_path, env={}, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) == len(load_snapshot().models)


def test_loading_twice_gives_the_same_object() -> None:
    assert load_snapshot() is load_snapshot()
