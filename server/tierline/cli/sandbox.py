"""``tierline sandbox``: the stand-in of OpenRouter, for trying things out and for tests."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tierline.cli.parser import BadUsage
from tierline.cli.serve import PortTaken

if TYPE_CHECKING:
    from tierline.sandbox.script import Plan


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    from tierline.cli.options import port

    parser = subcommands.add_parser(
        "sandbox",
        help="serve a stand-in of OpenRouter on this machine",
        description="Serve a stand-in of OpenRouter on this machine. It prints its base URL first.",
    )
    parser.add_argument("--port", type=port, default=0, help="the port; 0 (the default) picks a free one")
    parser.add_argument("--list", action="store_true", help="name the behaviours that a model id provokes, and stop")
    parser.add_argument("--json", action="store_true", help="with --list: print one JSON object instead of text")
    parser.add_argument(
        "--faults", type=Path, metavar="FILE", help='JSON: what models do in turn, {"acme/model": ["503", "ok"]}'
    )
    parser.set_defaults(call=_sandbox)


def _sandbox(options: argparse.Namespace) -> int:
    from tierline.sandbox import BEHAVIOURS

    if options.json and not options.list:
        raise BadUsage("The option --json goes with --list; leave it out to serve.")
    if options.json:
        named = [{"model": f"sandbox/{name}", "description": of.description} for name, of in BEHAVIOURS.items()]
        print(json.dumps({"behaviours": named}, ensure_ascii=False, indent=2))
        return 0
    if options.list:
        width = max(len(name) for name in BEHAVIOURS)
        for name, behaviour in BEHAVIOURS.items():
            print(f"sandbox/{name:{width}}  {behaviour.description}")
        return 0
    import asyncio

    try:
        return asyncio.run(_serve(options.port, _plan(options.faults) if options.faults else {}))
    except KeyboardInterrupt:
        # That is how it is meant to be stopped.
        return 0


def _plan(path: Path) -> "Plan":
    from tierline.sandbox import BEHAVIOURS
    from tierline.sandbox.script import InvalidScriptError, read_plan

    try:
        return read_plan(path.read_text(encoding="utf-8-sig"), BEHAVIOURS.keys())
    except InvalidScriptError as error:
        raise BadUsage(f"The script of faults {path} can't be played: {error}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadUsage(f"The script of faults {path} can't be read ({error}); check it.") from None


async def _serve(port: int, faults: "Plan") -> int:
    import asyncio

    from tierline.app import sandbox_catalogue
    from tierline.sandbox import SANDBOX_KEY, Sandbox

    try:
        async with Sandbox(sandbox_catalogue(), port=port, faults=faults) as sandbox:
            print(sandbox.base_url, flush=True)
            print(
                f"Any key that starts with sk-or-v1- is good, such as {SANDBOX_KEY}. Stop with Ctrl-C.", file=sys.stderr
            )
            await asyncio.Event().wait()
    except OSError as error:
        raise PortTaken(f"Can't listen on port {port} ({error.strerror}); name another one, or 0.") from None
    return 0
