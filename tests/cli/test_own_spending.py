"""What a task takes of a model, learnt from the user's own calls."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from cli.home import Command
from cli.ledgers import filled
from support.rows import call, row

from tierline.app import active_snapshot, lineup_for, own_spending
from tierline.settings import Settings
from tierline.task import Tier
from tierline_scoring.task_cost import OWN_CALLS


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user whose ledger no other test has written into."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def of(model: str, times: int, **facts: object) -> None:
    calls = tuple(
        call(Tier.DEFAULT, model, prompt_tokens=1_000, completion_tokens=3_000, **facts) for _ in range(times)
    )
    filled([row(calls=calls)])


def default_model() -> str:
    return lineup_for(Settings()).models[Tier.DEFAULT][0]


def test_enough_own_calls_stand_before_what_is_published(tierline: Command) -> None:
    name = default_model()
    of(name, OWN_CALLS + 2)
    model = active_snapshot().models[name]
    usd = (model.prompt_usd_per_mtok * 1_000 + model.completion_usd_per_mtok * 3_000) / 1_000_000
    shown, listed = tierline("models").out, tierline("models", "--all", "--json").json["models"]
    assert f"From your own {OWN_CALLS + 2} calls: {name} takes 1,000 tokens in and 3,000 out a task" in shown
    (found,) = (one for one in listed if one["id"] == name)
    assert found["taskUsd"]["value"] == pytest.approx(Decimal(usd))
    assert found["taskUsd"]["origin"] == "measured"


def test_too_few_calls_failed_ones_and_old_ones_say_nothing(tierline: Command) -> None:
    name = default_model()
    of(name, OWN_CALLS - 1)
    of("acme/failing", 50, answered=False)
    assert not own_spending()
    assert "own" not in tierline("models").out


def test_what_was_long_ago_says_nothing() -> None:
    name = default_model()
    old = row(calls=tuple(call(Tier.DEFAULT, name) for _ in range(OWN_CALLS)))
    filled([old, row(days=timedelta(days=100).days)])
    assert not own_spending()
