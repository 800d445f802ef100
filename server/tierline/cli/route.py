"""``tierline route``: the decision alone. Nothing is sent, nothing is spent."""

import argparse


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    from tierline.cli.options import add_task

    parser = subcommands.add_parser("route", help="show which tier and model a task would get, and why; free")
    add_task(parser)
    parser.set_defaults(call=_route)


def _route(options: argparse.Namespace) -> int:
    from tierline.app import lineup_for, policy_of, settings_path
    from tierline.cli.target import read, task_of
    from tierline.engine.run import route
    from tierline.ledger import SessionBooks
    from tierline.lsp import present
    from tierline.lsp.protocol import RouteResult
    from tierline.settings import load_file

    task = task_of(read(options.target), options.kind, options.instruction)
    settings = load_file(settings_path())
    profile, decision = route(
        task,
        lineup_for(settings),
        policy_of(settings),
        SessionBooks(),
        frozenset(),
        pin=options.tier,
        model=options.model,
    )
    if options.json:
        payload = RouteResult(decision=present.decision(decision), profile=present.profile(profile))
        print(payload.model_dump_json(by_alias=True, indent=2))
        return 0
    from tierline.cli.show import decision_text, profile_text

    print(decision_text(decision))
    print(profile_text(profile))
    return 0
