"""``tierline sandbox``: the stand-in of OpenRouter, for trying things out and for tests."""

import argparse
import asyncio
import sys

from tierline.cli.serve import PortTaken


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subcommands.add_parser("sandbox", help="serve a stand-in of OpenRouter on this machine")
    parser.add_argument("--port", type=int, default=0, help="the port; 0 (the default) picks a free one")
    parser.add_argument("--list", action="store_true", help="name the behaviours that a model id provokes, and stop")
    parser.set_defaults(call=_sandbox)


def _sandbox(options: argparse.Namespace) -> int:
    from tierline.sandbox import BEHAVIOURS

    if options.list:
        width = max(len(name) for name in BEHAVIOURS)
        for name, behaviour in BEHAVIOURS.items():
            print(f"sandbox/{name:{width}}  {behaviour.description}")
        return 0
    return asyncio.run(_serve(options.port))


async def _serve(port: int) -> int:
    from tierline.app import sandbox_catalogue
    from tierline.sandbox import SANDBOX_KEY, Sandbox

    try:
        async with Sandbox(sandbox_catalogue(), port=port) as sandbox:
            print(sandbox.base_url, flush=True)
            print(
                f"Any key that starts with sk-or-v1- is good, such as {SANDBOX_KEY}. Stop with Ctrl-C.", file=sys.stderr
            )
            await asyncio.Event().wait()
    except (OSError, OverflowError) as error:
        raise PortTaken(f"Can't listen on port {port} ({error}); name another one, or 0 for a free one.") from None
    return 0
