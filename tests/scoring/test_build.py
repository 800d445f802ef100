from collections.abc import Callable, Sequence
from datetime import date

from tierline_scoring.build import Catalogue, Findings, build_snapshot, catalogue_of
from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.identity import Listed
from tierline_scoring.published import Published, TaskCost
from tierline_scoring.snapshot import Snapshot, dump_snapshot, parse_snapshot

ListedModel = Callable[..., CatalogueModel]
SnapshotOf = Callable[..., Snapshot]


def tokens_of(model: CatalogueModel, costs: Sequence[TaskCost]) -> str:
    """Return what is told of the tokens that ``model`` spends on a task."""
    figures = [
        Published(
            source="board",
            benchmark="mmlu",
            name=f"other-{n}",
            published=str(40 + n),
            scale="percent",
            value=40.0 + n,
            date="2026-08-22",
        )
        for n in range(10)
    ]
    catalogue = Catalogue(as_of=date(2026, 8, 22), models=(model,), identities=(Listed(id=model.id),), sources=())
    snapshot, _ = build_snapshot(catalogue, Findings(figures=figures, sources=(), costs=costs))
    return snapshot.token_use[model.id].note


def cost(name: str, tokens: float, source: str = "runs") -> TaskCost:
    return TaskCost(source=source, benchmark="index", name=name, tokens_per_task=tokens, date="2026-06")


def test_of_several_efforts_the_bill_of_the_one_served_unasked_counts(listed: ListedModel) -> None:
    model = listed("lab/model-8b")
    runs = [cost("model-8b (high)", 9000), cost("model-8b (medium)", 3000), cost("model-8b (minimal)", 400)]
    assert tokens_of(model, runs) == "3,000 tokens a task of index as model-8b (medium)"
    assert tokens_of(model, [*runs, cost("model-8b", 2500)]) == "2,500 tokens a task of index as model-8b"


def test_each_source_tells_its_own_nearest_effort(listed: ListedModel) -> None:
    model = listed("lab/model-8b")
    told = tokens_of(model, [cost("model-8b", 2500), cost("model-8b-high", 9000, "elsewhere")])
    assert "2,500 tokens" in told
    assert "9,000 tokens" in told


def test_a_model_that_is_gone_is_still_known_by_its_repository(listed: ListedModel, snapshot_of: SnapshotOf) -> None:
    gone = listed("lab/gone", hugging_face_id="lab/Gone-8B-Instruct")
    snapshot = parse_snapshot(dump_snapshot(snapshot_of({}, former={gone.id: gone})))
    found = {entry.id: entry.hugging_face_id for entry in catalogue_of(snapshot).identities}
    assert found["lab/gone"] == "lab/Gone-8B-Instruct"
