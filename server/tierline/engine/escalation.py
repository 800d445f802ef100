"""Whether a second answer, of MAXIMUM, could mend what is wrong with the first one: a table of what it can't mend."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from tierline.engine.lineup import Lineup
from tierline.engine.outcome import Answer
from tierline.engine.request import free_of_charge
from tierline.prompt import max_tokens
from tierline.task import Decision, Task

_BY_POLICY = re.compile(
    r"\b(?:against|violat\w+|because of|due to|under)\W+(?:\w+\W+){0,4}(?:polic(?:y|ies)|guidelines|terms of)\b",
    re.IGNORECASE,
)
_LONGEST_REFUSAL = 1_000
"""Characters; whoever writes more than that has not refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondTry:
    """The first answer, and what stands ready for a second one."""

    task: Task
    answer: Answer
    asked: str
    """The id that was asked for the first answer."""
    step: Decision
    """The decision that would be carried out."""
    out: bool
    """Whether MAXIMUM can't answer now."""
    refusals: tuple[str, ...]
    """For each of its models why it would not be sent the task: a cap, or a text too long; empty where it would."""
    lineup: Lineup

    def room(self, model: str) -> int:
        """Return how many tokens an answer of ``model`` may have."""
        offer = self.lineup.offers.get(model)
        return max_tokens(self.task, offer.max_completion_tokens if offer else None)


class Hindrance(NamedTuple):
    """One row: ``find`` returns why a second try is of no use, empty if this is no reason."""

    name: str
    find: Callable[[SecondTry], str]


def _when(holds: Callable[[SecondTry], bool], sentence: str) -> Callable[[SecondTry], str]:
    return lambda second: sentence if holds(second) else ""


def _by_policy(second: SecondTry) -> bool:
    text, new_text = second.answer.text, second.answer.new_text
    return new_text is None and len(text) <= _LONGEST_REFUSAL and _BY_POLICY.search(text) is not None


def _cut_off_by_its_limit(second: SecondTry) -> bool:
    if second.answer.finish_reason != "length":
        return False
    first = second.room(second.asked)
    # Cut off although it had the room that was asked for, it only talked too long.
    return first < max_tokens(second.task, None) and all(second.room(model) <= first for model in second.step.models)


def _refused_beforehand(second: SecondTry) -> str:
    return second.refusals[0] if second.refusals and all(second.refusals) else ""


HINDRANCES = (
    Hindrance("no model", _when(lambda s: not s.step.models, "the maximum tier has no model")),
    Hindrance(
        "same model",
        _when(lambda s: set() < set(s.step.models) <= {s.asked, s.answer.model}, "the maximum tier has the same model"),
    ),
    Hindrance(
        "moderation",
        _when(lambda s: s.answer.finish_reason == "content_filter", "a provider's moderation stopped the answer"),
    ),
    Hindrance("policy", _when(_by_policy, "the model refused the task by its policy")),
    Hindrance(
        "limit",
        _when(_cut_off_by_its_limit, "the answer is longer than any model of the maximum tier can write"),
    ),
    Hindrance("cap or length", _refused_beforehand),
    Hindrance("out", _when(lambda s: s.out, "the maximum tier can't answer now")),
)
"""Read from the top: what no waiting changes first."""


def leaves_free(asked: str, decision: Decision, step: Decision, lineup: Lineup) -> bool:
    """Whether ``step`` leads from a model that costs nothing to one that does."""
    free = [free_of_charge(model, step, lineup) for model in step.models]
    return free_of_charge(asked, decision, lineup) and not all(free)


def hindrance(second: SecondTry) -> str:
    """Return why a second try can't mend the first answer; empty if it may."""
    return next((said for row in HINDRANCES if (said := row.find(second))), "")
