import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.estimate import Interval
from tierline_scoring.evidence import Evidence, Measurement, Source
from tierline_scoring.snapshot import Snapshot

AS_OF = date(2026, 11, 10)
BOARD = Source(id="board", name="A board", url="https://example.org", licence="CC BY 4.0", date="2026-08-22")
LISTING = Source(id="listing", name="A listing", url="https://example.org", licence="terms", date="2026-11-10")


def make_model(model_id: str, prompt: str = "0.10", completion: str = "0.30", **fields: Any) -> CatalogueModel:
    return CatalogueModel(
        id=model_id,
        name=model_id,
        canonical_slug=model_id,
        created=None,
        prompt_usd_per_mtok=Decimal(prompt),
        completion_usd_per_mtok=Decimal(completion),
        price_source="listing",
        metadata_source="listing",
        **{"context_length": 131_072, "max_completion_tokens": None} | fields,
    )


def make_evidence(ability: float, overall: float = 85.0, benchmarks: int = 3) -> Evidence:
    names = ("aa-coding", "lmarena-text", "gpqa", "mmlu-pro")[:benchmarks]
    return Evidence(
        measurements=tuple(
            Measurement(
                benchmark=name,
                value=50.0,
                published="50",
                scale="percent",
                name="a model",
                matched="same name as the id",
                source="board",
                date="2026-08-22",
            )
            for name in names
        ),
        ability=Interval(value=ability, low=ability - 0.2, high=ability + 0.2),
        estimates=tuple(
            (name, Interval(value=overall, low=overall - 3, high=min(100.0, overall + 3)))
            for name in ("mmlu", "humaneval", "gsm8k", "mt-bench")
        ),
    )


def make_snapshot(entries: Mapping[CatalogueModel, Evidence | None], **more: Any) -> Snapshot:
    return Snapshot(
        **more,
        as_of=AS_OF,
        sources={"board": BOARD, "listing": LISTING},
        models={model.id: model for model in entries},
        evidence={model.id: evidence for model, evidence in entries.items() if evidence},
        no_longer_listed={"maker/gone": date(2026, 8, 22)},
        accuracy={},
    )


@pytest.fixture(scope="session")
def listed() -> Callable[..., CatalogueModel]:
    return make_model


@pytest.fixture(scope="session")
def known() -> Callable[..., Evidence]:
    return make_evidence


@pytest.fixture(scope="session")
def snapshot_of() -> Callable[..., Snapshot]:
    return make_snapshot


@pytest.fixture(scope="session")
def builder() -> Callable[..., subprocess.CompletedProcess[str]]:
    script = Path(__file__).parents[2] / "scoring" / "build_snapshot"

    def run(*arguments: Path | str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(script), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return run
