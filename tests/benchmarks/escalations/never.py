"""Which poor answers are asked for once more, and which never are, since no second answer could mend them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from routes.section import Section

from tierline.engine.lineup import Lineup, Offer
from tierline.engine.policy import Policy
from tierline.ledger import Budget
from tierline.task import Kind, Task, Tier, TierlineError

from .playing import ALL_TO_DEFAULT, STRONG, WEAK, engine_over, lineup, offers

CODE = '''def settle(orders, rates, today):
    """Sum up what each customer owes, by currency."""
    owed = {}
    for order in orders:
        for line in order.lines:
            rate = rates.get(line.currency)
            if rate == None:
                raise KeyError(line.currency)
            owed[order.customer] = owed.get(order.customer, 0) + line.price * rate
    return {name: round(amount, 2) for name, amount in owed.items() if amount}
'''
FIXED = CODE.replace("== None", "is None")
POLICY = Policy(rules=ALL_TO_DEFAULT)


@dataclass(frozen=True, slots=True)
class Scene:
    """One poor first answer, and the world in which it is given."""

    name: str
    behaviour: str = ""
    """The sandbox's, of the first answer."""
    says: str = "It looks fine to me."
    """What the first model says where it behaves."""
    policy: Policy = POLICY
    models: Mapping[Tier, tuple[str, ...]] = field(default_factory=dict)
    offers: Mapping[str, Offer] = field(default_factory=dict)
    fails_first: bool = False
    """Whether MAXIMUM was asked before, and failed."""

    def lineup(self) -> Lineup:
        """Return the tiers of the scene."""
        first = (f"sandbox/{self.behaviour}",) if self.behaviour else (WEAK,)
        whole = lineup()
        return replace(
            whole,
            models={**whole.models, Tier.DEFAULT: first, **self.models},
            offers={**offers(), **self.offers},
        )


SHORT = {name: replace(offers()[name], max_completion_tokens=64) for name in (WEAK, STRONG)}
SCENES = (
    Scene("words alone"),
    Scene("no longer parses", "bad-code"),
    Scene("left out the rest", "elided"),
    Scene("cut off, though it had room", "length"),
    Scene("an apology, no reason given", says="I'm sorry, but I can't help with that."),
    Scene("nothing changed", says=f"```python\n{CODE}```"),
    Scene("refused by policy", says="I can't do that: it violates my content policy."),
    Scene("stopped by moderation", "content-filter"),
    Scene("longer than any model may write", says=f"```python\n{CODE}", offers=SHORT),
    Scene("MAXIMUM has the same model", models={Tier.MAXIMUM: (WEAK,)}),
    Scene("MAXIMUM has no model", models={Tier.MAXIMUM: ()}),
    Scene("the task's cap is used up", policy=replace(POLICY, budget=Budget(per_task_usd=Decimal("0.004")))),
    Scene("too long for MAXIMUM", offers={STRONG: replace(offers()[STRONG], context_length=400)}),
    Scene("MAXIMUM rests after a failure", models={Tier.MAXIMUM: ("sandbox/503",)}, fails_first=True),
    Scene("escalation is off", policy=replace(POLICY, escalate="off")),
    Scene("the user is to be asked, and says no", policy=replace(POLICY, escalate="ask")),
    Scene("the user chose the tier", policy=replace(POLICY, pin=Tier.DEFAULT)),
)


async def never() -> Section:
    """Return what becomes of each poor answer."""
    return Section(
        "Poor answers: asked for once more, or not",
        ("first answer of DEFAULT", "score", "once more", "why not", "requests sent"),
        tuple([await _row(scene) for scene in SCENES]),
        (
            "Each row is a run of the engine against the sandbox. Where nothing is said, it is the user who decided.",
            "What is not asked for again is shown with the reason, and can be asked for by hand, a tier up.",
        ),
    )


async def _row(scene: Scene) -> tuple[str, ...]:
    def says(model: str, _name: str) -> str:
        return f"```python\n{FIXED}```" if model == STRONG else scene.says

    task = Task(kind=Kind.FIX, source=CODE, start=0, end=len(CODE), path="shop/owed.py", language="python")
    async with engine_over(says, scene.policy, scene.lineup()) as (engine, sandbox):
        if scene.fails_first:
            try:
                await engine.run(task, lambda _event: None, pin=Tier.MAXIMUM)
            except TierlineError:
                sent = len(sandbox.books.chats)
        else:
            sent = 0
        outcome = await engine.run(task, lambda _event: None)
        asked = len(sandbox.books.chats) - sent
    score = next(attempt.score for attempt in outcome.attempts if attempt.score is not None)
    again = "yes" if outcome.escalated else "no"
    # Behind the first clause stand figures and what the user can do.
    return (scene.name, f"{score:g}", again, outcome.not_escalated.partition(";")[0], str(asked))
