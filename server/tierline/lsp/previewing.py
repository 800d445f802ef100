"""What would be sent, for whoever wants to look at it first: editors and the command line."""

import asyncio
from typing import TYPE_CHECKING

from tierline.engine.previewing import Previewed, previewed
from tierline.engine.secrets import Secrets
from tierline.lsp import present, protocol as wire

if TYPE_CHECKING:
    from tierline.engine.run import Engine
    from tierline.switch import CustomRule
    from tierline.task import Task, Tier


async def previewed_by(
    engine: "Engine", task: "Task", *, pin: "Tier | None", model: str = "", project: "tuple[CustomRule, ...]" = ()
) -> Previewed:
    """Return what ``engine`` would send for ``task`` now, its secrets masked as they would be."""
    _, decision = engine.route(task, pin=pin, model=model, project=project)
    secrets = Secrets(await engine.known_secrets(), detect=engine.policy.mask_secrets)
    return await asyncio.to_thread(previewed, task, decision, engine.lineup, engine.policy, seal=secrets.seal)


def preview_info(found: Previewed) -> wire.PreviewResult:
    """Show it as the payload of ``tierline.preview``."""
    preview = found.preview
    return wire.PreviewResult(
        decision=present.decision(found.decision),
        messages=tuple(wire.MessageInfo(role=message.role, content=message.content) for message in preview.messages),
        pieces=tuple(wire.PieceInfo(name=name, tokens=tokens) for name, tokens in preview.pieces),
        left_out=preview.left_out,
        prompt_tokens=preview.prompt_tokens,
        context_length=found.window,
        max_tokens=found.max_tokens,
        worst_case_usd=found.worst_case_usd,
        refusal=found.refusal,
    )
