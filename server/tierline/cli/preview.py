"""``tierline run … --preview``: exactly what would be sent. Nothing is sent, nothing is spent."""

import argparse
import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tierline.engine.previewing import Previewed
    from tierline.settings import Settings
    from tierline.switch import CustomRule
    from tierline.task import Task


def show_preview(
    options: argparse.Namespace, task: "Task", settings: "Settings", project: "tuple[CustomRule, ...]"
) -> int:
    """Print the messages on standard output, and what they are made of on standard error."""
    found = asyncio.run(_previewed(options, task, settings, project))
    if options.json:
        from tierline.lsp.previewing import preview_info

        print(preview_info(found).model_dump_json(by_alias=True, indent=2))
        return 0
    for message in found.preview.messages:
        print(f"──── {message.role} ────\n{message.content}\n")
    _print_pieces(found)
    return 0


async def _previewed(
    options: argparse.Namespace, task: "Task", settings: "Settings", project: "tuple[CustomRule, ...]"
) -> "Previewed":
    from tierline.app import open_service
    from tierline.lsp.previewing import previewed_by

    async with open_service(settings, sandbox=options.sandbox) as service:
        return await previewed_by(service.engine, task, pin=options.tier, model=options.model, project=project)


def _print_pieces(found: "Previewed") -> None:
    from tierline.cli.show import decision_rows, print_rows, row

    preview = found.preview
    window = f" of the {found.window:,} that the model can read and write" if found.window else ""
    answer = f"; the answer may have {found.max_tokens:,}" if found.max_tokens else ""
    cost = "" if found.worst_case_usd is None else f"; at most ${found.worst_case_usd:.6f}"
    rows = [
        *decision_rows(found.decision),
        *(
            row("sent" if not number else "", f"{tokens:>7,}  {name}")
            for number, (name, tokens) in enumerate(preview.pieces)
        ),
        row("tokens", f"about {preview.prompt_tokens:,}{window}{answer}{cost}"),
        *(row("left out", said) for said in preview.left_out),
        *([row("refused", found.refusal, "red")] if found.refusal else []),
        row("note", "nothing was sent", "dim"),
    ]
    print_rows(rows, to_stderr=True)
