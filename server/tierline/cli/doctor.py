"""``tierline doctor``: all that one needs to know to help, and nothing that one should not."""

import argparse
import json
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from tierline.cli import checks_here, checks_online
from tierline.cli.exit_status import EXIT_STATUS
from tierline.cli.finding import Finding, Level, warn

if TYPE_CHECKING:
    from rich.text import Text

_DESCRIPTION = """\
Look at the installation, the settings, the key, the network, the prices in force,
the ledger and the log. The report holds no key, no code and no prompt: it can be
shared as it is. Each line is ok, warn or fail, with what to do; the exit status
is 1 where one fails."""

_STYLE: dict[Level, str] = {"ok": "green", "warn": "yellow", "fail": "bold red"}

Check = Callable[[], Iterator[Finding] | AsyncIterator[Finding]]


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    from tierline.cli.options import add_json

    parser = subcommands.add_parser("doctor", help="say what is wrong, in a report to share", description=_DESCRIPTION)
    parser.add_argument("--offline", action="store_true", help="leave the network alone")
    add_json(parser)
    parser.set_defaults(call=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    import asyncio

    findings = asyncio.run(examined(offline=options.offline))
    healthy = all(finding.level != "fail" for finding in findings)
    if options.json:
        checks = [_payload(finding) for finding in findings]
        print(json.dumps({"ok": healthy, "checks": checks}, indent=2, ensure_ascii=False, default=str))
    else:
        _print(findings)
    return 0 if healthy else EXIT_STATUS["failed"]


def checks(*, offline: bool) -> dict[str, Check]:
    """Return what is looked at, in this order."""
    local: dict[str, Check] = {
        "tierline": checks_here.versions,
        "settings": checks_here.settings,
        "key": partial(checks_online.key, offline=offline),
    }
    online: dict[str, Check] = {} if offline else {"network": checks_online.network}
    rest: dict[str, Check] = {
        "snapshot": checks_here.snapshot,
        "ledger": checks_here.ledger,
        "log": checks_here.log,
        "places": checks_here.places,
    }
    return local | online | rest


async def examined(*, offline: bool) -> list[Finding]:
    """Return all findings, secrets out of them. A check that fails itself is a finding as well."""
    found: list[Finding] = []
    for topic, check in checks(offline=offline).items():
        try:
            told = check()
            if isinstance(told, AsyncIterator):
                found += [_clean(finding) async for finding in told]
            else:
                found += [_clean(finding) for finding in told]
        except Exception as error:  # noqa: BLE001 whatever ails the patient, the doctor goes on
            found.append(warn(topic, f"it could not be looked at ({type(error).__name__})", "please report it"))
    return found


def _clean(finding: Finding) -> Finding:
    """Return the finding as it may be shown, should a secret have got into it."""
    from tierline.log import redacted

    facts = json.loads(redacted(json.dumps(dict(finding.facts), default=str, ensure_ascii=False)))
    return Finding(
        topic=finding.topic, level=finding.level, said=redacted(finding.said), todo=redacted(finding.todo), facts=facts
    )


def _payload(finding: Finding) -> dict[str, Any]:
    told = {"topic": finding.topic, "level": finding.level, "said": finding.said, "todo": finding.todo}
    return told | {"facts": dict(finding.facts)}


def _print(findings: list[Finding]) -> None:
    from rich.table import Table
    from rich.text import Text

    from tierline.cli.terminal import console

    out = console()
    if not out.is_terminal:
        for finding in findings:
            print(f"{finding.level:5} {finding.topic:12} {_line(finding)}")
        return
    table = Table.grid(padding=(0, 1))
    for _ in range(2):
        table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        table.add_row(Text(finding.level, _STYLE[finding.level]), Text(finding.topic, "dim"), _styled(finding))
    out.print(table)


def _line(finding: Finding) -> str:
    from tierline.cli.terminal import safe

    line = safe(" ".join(finding.said.split()))
    return f"{line} -> {safe(finding.todo)}" if finding.todo else line


def _styled(finding: Finding) -> "Text":
    from rich.text import Text

    from tierline.cli.terminal import safe

    said = Text(safe(" ".join(finding.said.split())))
    return said.append(f"\n→ {safe(finding.todo)}", "bold") if finding.todo else said
