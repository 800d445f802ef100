import csv
import json
import subprocess
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tierline_scoring.snapshot import Snapshot, parse_snapshot

Builder = Callable[..., subprocess.CompletedProcess[str]]

PRICES = (
    "id,name,context_length,max_output,prompt_per_1m,completion_per_1m,cache_read_per_1m,cache_write_per_1m,"
    "tiers,reasoning,input_modalities"
)
FIGURES = "model_name_as_in_source,benchmark,metric,score,stderr,date,source_repo,source_path,source_commit"
BOARDS = (
    "openrouter-benchmarks",
    "lmarena",
    "epoch",
    "openai-simple-evals",
    "evalplus",
    "zeroeval",
    "aider-polyglot",
    "aider-edit",
    "arena-hard",
    "models-dev",
    "lmsys-leaderboard-table",
    "llm-stats",
)


def price_row(model_id: str, prompt: float = 0.1, completion: float = 0.3, limit: int = 8192) -> list[Any]:
    return [model_id, model_id, 131072, limit, prompt, completion, 0, 0, "", "False", "text"]


def entry(model_id: str, outputs: Iterable[str] = ("text",), **more: Any) -> dict[str, Any]:
    architecture = {"output_modalities": list(outputs), "tokenizer": "Other"}
    plain = {"id": model_id, "canonical_slug": model_id, "created": 1_780_000_000, "context_length": 131_072}
    return plain | {"architecture": architecture, "pricing": {"prompt": "0.0000002", "completion": "0.0000006"}} | more


def write_csv(path: Path, head: str, rows: Iterable[Iterable[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head.split(","))
        writer.writerows(rows)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    listings, boards = tmp_path / "openrouter", tmp_path / "benchmarks"
    listings.mkdir()
    boards.mkdir()
    own = [f"maker/model-{n}" for n in range(10)]
    write_csv(
        listings / "prices-2026-11-10.csv",
        PRICES,
        [
            *(price_row(model_id) for model_id in own),
            price_row("maker/model-9:free", 0, 0, limit=0),
            *(price_row(gone) for gone in ("~maker/latest", "maker/model-1:batch", "maker/painter", "maker/ending")),
            *(price_row(router, 0, 0) for router in ("auto", "openrouter/auto", "typesafe/jev-router")),
        ],
    )
    entries = [entry(model_id) for model_id in own]
    entries += [entry("maker/painter", ("image",)), entry("maker/ending", expiration_date="2026-09-30")]
    entries += [entry("maker/withdrawn"), entry("maker/latest", alias_target={"slug": "maker/model-9"})]
    (listings / "models.json").write_text(json.dumps({"data": entries}), encoding="utf-8")
    may = json.dumps({"data": [entry("maker/early", pricing={"prompt": "0", "completion": "0"})]})
    (listings / "models-2026-05.raw.json").write_text(may, encoding="utf-8")
    endpoint = {"provider_name": "Host", "status": 0, "uptime_last_30m": 99.5}
    degraded = {"provider_name": "Down", "status": -2, "uptime_last_30m": 100}
    silent = {"provider_name": "Another", "status": 0, "uptime_last_30m": None}
    models = [{"id": own[0], "endpoints": [endpoint, degraded, silent]}]
    models += [{"id": own[1], "endpoints": [degraded]}]
    uptimes = {"collected_at": "2026-07-22", "models": models}
    (listings / "endpoints-all-2026-07-22.json").write_text(json.dumps(uptimes), encoding="utf-8")
    for board in BOARDS:
        write_csv(boards / f"{board}.csv", FIGURES, [])
    write_csv(
        boards / "openrouter-benchmarks.csv",
        FIGURES,
        [[own[n], "AA coding_index", "index", 10 + 6 * n, "", "2026-08-22", "", "", ""] for n in range(10)],
    )
    write_csv(
        boards / "llm-stats.csv",
        FIGURES,
        [[own[n], "mmlu", "self-reported", 0.5 + 0.04 * n, "", "2025-07-19", "", "", ""] for n in range(9)],
    )
    return tmp_path


def built(builder: Builder, data: Path, name: str = "snapshot.json") -> Snapshot:
    done = builder(data, data / name)
    assert done.returncode == 0, done.stderr
    return parse_snapshot((data / name).read_text(encoding="utf-8"))


def test_the_same_data_gives_the_same_bytes(builder: Builder, data: Path) -> None:
    built(builder, data, "one.json")
    built(builder, data, "two.json")
    assert (data / "one.json").read_bytes() == (data / "two.json").read_bytes()


def test_only_models_that_one_can_choose_are_listed(builder: Builder, data: Path) -> None:
    snapshot = built(builder, data)
    assert snapshot.models.keys() == {*(f"maker/model-{n}" for n in range(10)), "maker/model-9:free"}
    assert {name: str(last) for name, last in snapshot.no_longer_listed.items()} == {
        "maker/withdrawn": "2026-08-22",
        "maker/early": "2026-05-12",
    }
    assert snapshot.left_out.keys() >= {"auto", "openrouter/auto", "~maker/latest", "maker/painter", "maker/ending"}


def test_a_former_model_keeps_the_price_of_its_last_listing(builder: Builder, data: Path) -> None:
    former = built(builder, data).former
    assert former["maker/early"].is_free
    assert former["maker/withdrawn"].completion_usd_per_mtok == Decimal("0.6")


def test_the_listing_of_august_is_read_with_its_own_prices(builder: Builder, data: Path) -> None:
    done = builder(data, data / "august.json", "--august")
    assert done.returncode == 0, done.stderr
    snapshot = parse_snapshot((data / "august.json").read_text(encoding="utf-8"))
    assert snapshot.as_of.isoformat() == "2026-08-22"
    assert snapshot.models["maker/model-0"].prompt_usd_per_mtok == Decimal("0.2")
    assert "maker/withdrawn" in snapshot.models
    assert snapshot.no_longer_listed.keys() == {"maker/early"}


def test_runs_by_kind_give_means_errors_and_tokens(builder: Builder, data: Path) -> None:
    runs = data / "runs"
    (runs / "coderouterbench").mkdir(parents=True)
    (runs / "editbench-results").mkdir()
    names = ("claude-opus-4-6", "claude-sonnet-4-6", "gpt-5.4", "glm-5", "kimi-k2.5", "MiniMax-M2.7")
    prices = [{"model": name, "input_per_1m": 1.0, "output_per_1m": 3.0} for name in names]
    (runs / "coderouterbench" / "models.json").write_text(json.dumps({"models": prices}), encoding="utf-8")
    head = ["task_id", "dimension", *(f"{column}|{name}" for column in ("score", "cost", "tok") for name in names)]
    # 300 tokens for $0.0007: 100 of the prompt and 200 of the answer
    rows = [["t", "bug_fixing", *[passed] * 6, *[0.0007] * 6, *[300] * 6] for passed in (1, 1, 0, 0)]
    write_csv(runs / "coderouterbench" / "tasks_half0.csv", ",".join(head), rows)
    write_csv(
        runs / "editbench-results" / "editbench_540x44.csv", "model-3,gpt-5-high", [[1.0, 1.0], [0.5, 1.0], [1.0, 0.0]]
    )
    done = builder(data, data / "runs.json", "--runs", runs)
    assert done.returncode == 0, done.stderr
    snapshot = parse_snapshot((data / "runs.json").read_text(encoding="utf-8"))
    found = {(run.model, run.kind): run for run in snapshot.kind_runs}
    fixing = found["z-ai/glm-5", "fix"]
    assert (fixing.score, fixing.stderr, fixing.tasks, fixing.completion_tokens) == (50.0, 28.87, 4, 200.0)
    assert found["maker/model-3", "edit"].score == pytest.approx(66.67)
    assert len(found) == 7
    assert {"coderouterbench", "editbench"} <= snapshot.sources.keys()


def test_what_the_listing_does_not_say_stays_unknown(builder: Builder, data: Path) -> None:
    models = built(builder, data).models
    assert models["maker/model-9:free"].max_completion_tokens is None
    assert models["maker/model-9:free"].is_free
    assert models["maker/model-1"].cache_read_usd_per_mtok is None
    assert models["maker/model-1"].uptime is None
    uptime = models["maker/model-0"].uptime
    assert uptime is not None
    assert (uptime.percent, uptime.date.isoformat()) == (99.5, "2026-07-22")


def test_measured_inherited_and_estimated_figures_are_told_apart(builder: Builder, data: Path) -> None:
    evidence = built(builder, data).evidence
    measured = evidence["maker/model-8"].measured("mmlu")
    assert measured is not None
    assert (measured.published, measured.value, measured.source) == ("0.8200000000000001", 82.0, "llm-stats")
    assert evidence["maker/model-9"].measured("mmlu") is None
    estimate = dict(evidence["maker/model-9"].estimates)["mmlu"]
    assert 70 < estimate.low < estimate.value <= 82
    assert {found.inherited_from for found in evidence["maker/model-9:free"].measurements} == {"maker/model-9"}


def test_building_without_a_data_folder_says_what_is_missing(builder: Builder, tmp_path: Path) -> None:
    for arguments in ((), (tmp_path,)):
        done = builder(*arguments)
        assert done.returncode == 2
        assert "data folder" in done.stderr
