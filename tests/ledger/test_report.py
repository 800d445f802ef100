"""Sums of the ledger, by any trait."""

from decimal import Decimal

from support.rows import call, row

from tierline.ledger import Fate
from tierline.ledger.report import line, lines
from tierline.task import Tier


def test_an_unknown_cost_is_counted_and_never_as_zero() -> None:
    found = line("all", [row(), row(calls=(call(cost_usd=None), call(cost_usd=Decimal(1))))], 2)
    assert (found.cost_usd, found.unknown_costs, found.calls) == (Decimal("1.000238"), 1, 3)


def test_the_average_is_over_calls_of_which_cost_and_tokens_are_known() -> None:
    rows = [row(), row(calls=(call(cost_usd=None), call(prompt_tokens=None, cost_usd=Decimal(5))))]
    assert line("all", rows, 2).average_usd_per_mtok == Decimal("0.238")
    assert line("none", [row(calls=())], 1).average_usd_per_mtok is None


def test_the_lines_of_a_trait_share_all_tasks() -> None:
    rows = [row(tier=Tier.MINIMUM), row(), row(), row()]
    assert [(one.name, one.tasks, one.share) for one in lines(rows, lambda one: one.tier.value)] == [
        ("minimum", 1, 0.25),
        ("default", 3, 0.75),
    ]


def test_acceptance_is_over_the_answers_whose_fate_is_known() -> None:
    fates = (Fate.ACCEPTED, Fate.ACCEPTED, Fate.REJECTED, Fate.UNDONE, Fate.UNKNOWN)
    found = line("all", [row(fate=fate) for fate in fates], 5)
    assert (found.good, found.bad, found.acceptance) == (2, 2, 0.5)
    assert line("all", [row()], 1).acceptance is None
