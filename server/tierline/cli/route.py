"""``tierline route``: the decision alone. Nothing is sent, nothing is spent."""

import argparse


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    from tierline.cli.options import add_task

    parser = subcommands.add_parser(
        "route",
        help="show which tier and model a task would get, and why; free",
        description="Show which tier and model a task would get, and why. Nothing is sent or spent.",
    )
    add_task(parser)
    parser.set_defaults(call=_route)


def _route(options: argparse.Namespace) -> int:
    from tierline.app import lineup_for, policy_of
    from tierline.cli.options import user_settings
    from tierline.cli.target import read, task_of
    from tierline.engine.run import route
    from tierline.ledger import SessionBooks
    from tierline.lsp import present
    from tierline.lsp.protocol import RouteResult

    task = task_of(read(options.target), options.kind, options.instruction)
    settings = user_settings()
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
    from tierline.cli.show import decision_rows, print_rows, profile_rows

    print_rows([*decision_rows(decision), *profile_rows(profile)])
    return 0
