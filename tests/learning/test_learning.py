"""Cut points follow the user, slowly and within bounds, and nobody can run up the bill with them."""

from dataclasses import replace
from random import Random

import pytest
from learning.users import User, always
from support.rows import row

from tierline.classify import SHIPPED, Cuts
from tierline.classify.cuts import HIGHEST, LOWEST
from tierline.learning import UNTOUCHED, cell_for, effective_cuts, learn
from tierline.learning.course import MOST_A_DAY
from tierline.ledger import Fate, TaskRow
from tierline.task import Complexity, Kind, Tier

EASY = {"rule": "simple", "tier": Tier.MINIMUM, "complexity": Complexity.SIMPLE, "difficulty": 0.22}


def cuts(rows: list[TaskRow], kind: Kind = Kind.FIX, language: str = "python") -> Cuts:
    return effective_cuts(kind, language, learn(rows))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("simple_below", "complex_from"), [(0.18, 0.52), (0.25, 0.6), (0.32, 0.7)])
def test_the_cut_points_come_near_the_users_own(simple_below: float, complex_from: float, seed: int) -> None:
    user = User(simple_below=simple_below, complex_from=complex_from, random=Random(seed))  # noqa: S311 the same user
    learnt = effective_cuts(Kind.FIX, "python", user.work(days=90))
    assert learnt.simple_below == pytest.approx(simple_below, abs=0.05)
    assert learnt.complex_from == pytest.approx(complex_from, abs=0.05)


@pytest.mark.parametrize("fate", [Fate.REJECTED, Fate.UNDONE, Fate.RETRIED, Fate.ACCEPTED])
def test_a_stream_of_one_fate_ends_at_the_bound(fate: Fate) -> None:
    user = always(fate)
    bound = LOWEST if fate.against else HIGHEST
    for _ in range(6):
        found = effective_cuts(Kind.FIX, "python", user.work(days=10))
        for cut in ("simple_below", "complex_from"):
            assert getattr(LOWEST, cut) <= getattr(found, cut) <= getattr(HIGHEST, cut)
    assert found.simple_below == pytest.approx(bound.simple_below, abs=0.02)
    assert found.complex_from == pytest.approx(bound.complex_from, abs=0.05)


def test_a_user_who_always_rejects_pays_for_the_tasks_between_cut_and_bound_and_no_more() -> None:
    user = always(Fate.REJECTED)
    user.work(days=60)
    shares = {tier: sum(one.tier is tier for one in user.rows[-240:]) / 240 for tier in Tier}
    # Difficulties are spread evenly over 0..1, so the shipped cuts give 0.25, 0.35 and 0.4.
    assert shares[Tier.MAXIMUM] <= 1 - LOWEST.complex_from + 0.07
    assert shares[Tier.MINIMUM] >= LOWEST.simple_below - 0.07


def test_an_angry_afternoon_moves_a_cut_by_a_days_worth_at_most() -> None:
    afternoon = [row(hours=number / 100, fate=Fate.REJECTED, **EASY) for number in range(300)]
    moved = SHIPPED.simple_below - cuts(afternoon).simple_below
    assert 0 < moved <= MOST_A_DAY


def test_a_few_outcomes_move_nothing() -> None:
    assert cuts([row(days=number, fate=Fate.REJECTED, **EASY) for number in range(5)]) == SHIPPED


def test_an_acceptance_moves_less_than_a_rejection() -> None:
    days = range(12)
    up = cuts([row(days=day, fate=Fate.ACCEPTED, **EASY) for day in days]).simple_below - SHIPPED.simple_below
    down = SHIPPED.simple_below - cuts([row(days=day, fate=Fate.REJECTED, **EASY) for day in days]).simple_below
    assert 0 < 2 * up < down


def test_kinds_and_languages_are_kept_apart_where_they_have_evidence() -> None:
    bad, good = always(Fate.REJECTED), always(Fate.ACCEPTED)
    bad.work(40, [Kind.FIX], "python")
    good.work(40, [Kind.EXPLAIN], "python")
    both = bad.rows + good.rows
    assert cuts(both, Kind.FIX).simple_below < SHIPPED.simple_below < cuts(both, Kind.EXPLAIN).simple_below
    good.work(40, [Kind.FIX], "go")
    both = bad.rows + good.rows
    assert cuts(both, Kind.FIX, "python").simple_below < SHIPPED.simple_below < cuts(both, Kind.FIX, "go").simple_below


def test_a_language_without_evidence_takes_its_kinds_part_and_a_kind_without_any_stays() -> None:
    user = always(Fate.REJECTED)
    user.work(40, [Kind.FIX], "python")
    known, unknown = cuts(user.rows, Kind.FIX, "python"), cuts(user.rows, Kind.FIX, "rust")
    assert known.simple_below <= unknown.simple_below < SHIPPED.simple_below
    assert cuts(user.rows, Kind.REVIEW, "python") == SHIPPED


def test_what_three_kinds_agree_on_moves_the_others() -> None:
    user = always(Fate.REJECTED, a_day=20)
    user.work(40, [Kind.FIX, Kind.TEST, Kind.REFACTOR])
    learnt = learn(user.rows)
    assert cell_for(learnt, None, None).simple_below.trust > 0
    assert cuts(user.rows, Kind.REVIEW, "lua").simple_below < SHIPPED.simple_below


def test_what_is_old_is_forgotten_by_halves() -> None:
    angry = [row(days=day, fate=Fate.REJECTED, **EASY) for day in range(30)]
    then = SHIPPED.simple_below - cuts(angry).simple_below
    later = SHIPPED.simple_below - cuts([*angry, row(days=29 + 90)]).simple_below
    assert learn([*angry, row(days=29 + 2000)]) == UNTOUCHED
    much_later = SHIPPED.simple_below - cuts([*angry, row(days=29 + 2000)]).simple_below
    assert 0 < later <= 0.55 * then
    assert much_later == 0


def test_a_user_who_changes_is_followed() -> None:
    user = User(simple_below=0.17)
    before = effective_cuts(Kind.FIX, "python", user.work(days=60)).simple_below
    user.simple_below = 0.33
    after = effective_cuts(Kind.FIX, "python", user.work(days=90)).simple_below
    assert before < 0.23
    assert after > 0.28


def test_a_reset_forgets_and_what_comes_after_counts() -> None:
    user = always(Fate.REJECTED)
    user.work(days=30)
    assert learn(user.rows, since=user.rows[-1].at.replace(hour=23)) == UNTOUCHED
    half = learn(user.rows, since=user.rows[180].at)
    assert half == learn(user.rows[180:])


def test_the_same_rows_in_any_order_teach_the_same() -> None:
    user = User()
    learnt = user.work(days=20)
    shuffled = user.rows[:]
    user.random.shuffle(shuffled)
    assert learn(shuffled) == learnt


@pytest.mark.parametrize(
    "facts",
    [
        {"rule": "pinned", "pin": Tier.MINIMUM},
        {"rule": "prototype"},
        {"fate": Fate.UNKNOWN},
        {"answered_tier": Tier.DEFAULT},
        {"rule": "otherwise", "tier": Tier.DEFAULT, "answered_tier": Tier.MAXIMUM, "escalated": True},
        {"rule": "complex", "tier": Tier.MAXIMUM, "answered_tier": Tier.MAXIMUM},
        {
            "rule": "otherwise",
            "tier": Tier.DEFAULT,
            "answered_tier": Tier.DEFAULT,
            "detected": Kind.EXPLAIN,
            "complexity": Complexity.MODERATE,
        },
    ],
    ids=["pinned", "by another rule", "fate unknown", "out", "escalated", "maximum", "no step up for words"],
)
def test_what_no_cut_point_decided_teaches_nothing(facts: dict[str, object]) -> None:
    rows = [replace(row(days=day, fate=Fate.REJECTED, **EASY), **facts) for day in range(40)]
    assert learn(rows) == UNTOUCHED


def test_nothing_learnt_means_the_shipped_cuts() -> None:
    for kind in Kind:
        assert effective_cuts(kind, "python", UNTOUCHED) == SHIPPED
    assert learn([]) == UNTOUCHED
    assert learn([row()]) == UNTOUCHED
