# ruff: noqa: INP001 -- a directory that is run, not a package that is imported
"""What published runs cost, from the tidy table of aider's board."""

import csv
from collections.abc import Iterator
from pathlib import Path

from tierline_scoring.published import TaskCost


def read_costs(path: Path) -> Iterator[TaskCost]:
    """Read what one exercise of aider's board cost; 0 stands for a price that was not known."""
    runs: dict[tuple[str, str, str], dict[str, str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            metric, _, form = row["metric"].partition(" ")
            runs.setdefault((row["model_name_as_in_source"], row["date"], form), {})[metric] = row["score"]
    for (name, ran_on, form), run in runs.items():
        usd, tasks = float(run.get("total_cost") or 0), float(run.get("test_cases") or 0)
        if usd > 0 and tasks > 0 and "architect" not in form:
            benchmark = "aider-polyglot"
            yield TaskCost(
                source="aider", benchmark=benchmark, name=name, usd_per_task=usd / tasks, date=ran_on, metric=form
            )
