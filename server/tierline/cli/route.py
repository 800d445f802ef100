"""``tierline route``: the decision alone. Nothing is sent, nothing is spent."""

import argparse


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    from tierline.cli.options import add_task

    parser = subcommands.add_parser(
        "route",
        help="show which tier and model a task would get, why, and what each tier would cost; free",
        description="Show which tier and model a task would get, why, and about what each tier would cost. "
        "Nothing is sent or spent.",
    )
    add_task(parser)
    parser.set_defaults(call=_route)


def _route(options: argparse.Namespace) -> int:
    import time

    from tierline.app import learnt_from, lineup_for, policy_of, spent_now, user_ledger
    from tierline.cli.asked import asked
    from tierline.cli.project import project_rules
    from tierline.engine.deciding import World, explain, local_time
    from tierline.ledger import SessionBooks
    from tierline.lsp import present

    target, task, settings = asked(options)
    found = explain(
        task,
        lineup_for(settings),
        policy_of(settings),
        SessionBooks(),
        World(
            now=local_time(time.time()),
            project=project_rules(target.path, settings),
            learnt=learnt_from(user_ledger()),
            spent=spent_now(user_ledger()),
        ),
        pin=options.tier,
        model=options.model,
    )
    if options.json:
        print(present.route(found).model_dump_json(by_alias=True, indent=2))
        return 0
    from tierline.cli.route_rows import print_route

    print_route(found)
    return 0
