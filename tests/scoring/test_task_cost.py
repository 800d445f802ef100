from collections.abc import Callable

import pytest
from hypothesis import given, strategies as st

from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.figure import Origin
from tierline_scoring.policy import ScoringPolicy
from tierline_scoring.published import TaskCost
from tierline_scoring.task_cost import Spending, task_cost
from tierline_scoring.token_use import ANCHOR, fit_token_use, guess

Listed = Callable[..., CatalogueModel]
THINKS = {"supported_parameters": ("reasoning",), "thinks_by_default": True}


def anchored(tokens: float) -> list[TaskCost]:
    return [TaskCost(source="runs", benchmark=ANCHOR, name="a", tokens_per_task=tokens, date="2026-06", own_id=True)]


def by_aider(**spent: float) -> list[TaskCost]:
    return [TaskCost(source="aider", benchmark="aider-polyglot", name="a", date="2025-06", **spent)]


def test_dollars_per_task_are_prices_times_tokens(listed: Listed) -> None:
    model = listed("a/one", "0.50", "2.00")
    use = fit_token_use({"a/one": anchored(1_000)}, {"a/one": model})["a/one"]
    cost = task_cost(model, use, ScoringPolicy(prompt_tokens_per_task=4_000))
    assert cost.value == pytest.approx((4_000 * 0.50 + use.tokens.value * 2.00) / 1e6)
    assert cost.low < cost.value < cost.high
    assert cost.origin is Origin.MEASURED


def test_of_two_models_of_one_price_the_one_that_thinks_longer_costs_more_a_task(listed: Listed) -> None:
    models = {"a/brief": listed("a/brief", **THINKS), "b/long": listed("b/long", **THINKS)}
    use = fit_token_use({"a/brief": anchored(300), "b/long": anchored(3_000)}, models)
    brief, long = (task_cost(model, use[name], ScoringPolicy()).value for name, model in models.items())
    assert long > 2 * brief


def test_a_model_that_nobody_ran_spends_what_its_like_do_and_is_marked(listed: Listed) -> None:
    models = {f"v{n}/known": listed(f"v{n}/known", **THINKS) for n in range(6)}
    models |= {"x/thinker": listed("x/thinker", **THINKS), "x/plain": listed("x/plain")}
    use = fit_token_use({name: anchored(4_000) for name in list(models)[:6]}, models)
    assert not use["x/thinker"].measured
    assert use["v0/known"].measured
    assert use["x/thinker"].tokens.value > 2_500 > 4 * use["x/plain"].tokens.value
    measured, guessed = use["v0/known"].tokens, use["x/thinker"].tokens
    assert guessed.high / guessed.low > measured.high / measured.low
    assert task_cost(models["x/thinker"], use["x/thinker"], ScoringPolicy()).origin is Origin.ESTIMATED
    assert task_cost(models["x/plain"], None, ScoringPolicy()).origin is Origin.UNKNOWN


def test_another_model_of_the_vendor_is_the_nearest_relative(listed: Listed) -> None:
    models = {name: listed(name, **THINKS) for name in ("a/one", "a/two", "b/one", "b/two", "a/new", "b/new")}
    runs = {"a/one": anchored(4_000), "a/two": anchored(5_000), "b/one": anchored(700), "b/two": anchored(800)}
    use = fit_token_use(runs, models)
    assert use["a/new"].tokens.value > 1.5 * use["b/new"].tokens.value


def test_tokens_are_read_out_of_a_bill(listed: Listed) -> None:
    models = {"a/one": listed("a/one", "1", "10"), "b/two": listed("b/two", "1", "10")}
    use = fit_token_use({"a/one": by_aider(usd_per_task=0.02), "b/two": by_aider(usd_per_task=0.08)}, models)
    assert use["b/two"].tokens.value > use["a/one"].tokens.value
    assert use["a/one"].note == "$0.0200 a task of aider-polyglot as a"


@pytest.mark.parametrize(
    "spent", [{"usd_per_task": 0.001}, {"tokens_per_task": float("nan")}, {"tokens_per_task": 0.0}]
)
def test_a_bill_that_says_nothing_of_tokens_is_passed_over(listed: Listed, spent: dict[str, float]) -> None:
    assert not fit_token_use({"a/one": by_aider(**spent)}, {"a/one": listed("a/one", "1", "10")})["a/one"].measured


def test_a_harder_run_does_not_make_its_models_look_long_winded(listed: Listed) -> None:
    models = {name: listed(name) for name in ("a/both", "b/both", "c/hard", "d/easy")}
    easy, hard = anchored(400), by_aider(tokens_per_task=4_000)
    use = fit_token_use({"a/both": [*easy, *hard], "b/both": [*easy, *hard], "c/hard": hard, "d/easy": easy}, models)
    assert use["c/hard"].tokens.value < 2 * use["d/easy"].tokens.value


@given(st.permutations(["a/one", "a/two", "b/one", "c/new"]))
def test_the_order_of_models_and_runs_is_irrelevant(listed: Listed, order: list[str]) -> None:
    runs = {"a/one": anchored(500), "a/two": by_aider(usd_per_task=0.03), "b/one": anchored(900)}
    models = {name: listed(name, "1", "4") for name in order}
    usual = fit_token_use(runs, {name: models[name] for name in sorted(models)})
    assert fit_token_use({name: runs[name] for name in order if name in runs}, models) == usual


def test_a_free_variant_spends_its_twins_tokens_and_no_dollars(listed: Listed) -> None:
    models = {"a/one": listed("a/one"), "a/one:free": listed("a/one:free", "0", "0")}
    use = fit_token_use({"a/one": anchored(900)}, models)
    assert use["a/one:free"] == use["a/one"]
    assert task_cost(models["a/one:free"], use["a/one:free"], ScoringPolicy()).high == 0.0


def test_the_users_own_calls_stand_before_anything_published(listed: Listed) -> None:
    model = listed("a/one", "1.00", "2.00")
    own = Spending(prompt_tokens=1_000, completion_tokens=500, calls=40)
    cost = task_cost(model, guess(model), ScoringPolicy(), own)
    assert cost.value == cost.low == cost.high == pytest.approx(0.002)
    assert cost.note == "the mean of your own 40 calls"
    few = Spending(prompt_tokens=1_000, completion_tokens=500, calls=2)
    assert task_cost(model, guess(model), ScoringPolicy(), few) == task_cost(model, guess(model), ScoringPolicy())


@given(st.integers(1, 1000))
def test_tenfold_prices_cost_tenfold_a_task(listed: Listed, cents: int) -> None:
    cheap = listed("a/one", f"{cents / 100}", f"{cents / 50}")
    dear = listed("a/one", f"{cents / 10}", f"{cents / 5}")
    use = guess(cheap)
    assert task_cost(dear, use, ScoringPolicy()).high == pytest.approx(10 * task_cost(cheap, use, ScoringPolicy()).high)
