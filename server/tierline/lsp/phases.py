"""What a connection is at, in one word: that of its newest task, or what stands in a next one's way."""

from collections.abc import Sequence

from tierline.ledger import Cap, Level
from tierline.lsp import protocol as wire
from tierline.switch.outages import FREE
from tierline.task import Tier


def phase_of(
    tasks: Sequence[wire.TaskInfo],
    mode: wire.TierMode,
    held: Sequence[Cap],
    rests: Sequence[wire.RestInfo],
    *,
    no_key: bool,
) -> wire.Phase:
    """Return the phase of a connection whose tasks are ``tasks``, the newest last.

    A cap stands in no way where only free models are asked. With a tier chosen, only what concerns it counts.
    """
    if tasks:
        return tasks[-1].phase
    if no_key:
        return "noKey"
    if mode != "minimum" and any(cap.level is Level.HARD for cap in held):
        return "overCap"
    resting = {rest.subject for rest in rests}
    concerned = {*Tier} if mode == "auto" else {Tier(mode)}
    if resting & {str(tier) for tier in concerned} or (FREE in resting and Tier.MINIMUM in concerned):
        return "coolingDown"
    return "idle"
