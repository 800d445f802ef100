"""The command line as a page, from its own parsers."""

import argparse
from collections.abc import Iterator

from tierline.cli.exit_status import EXIT_STATUS
from tierline.cli.main import build_parser

_VARIABLES = (
    ("OPENROUTER_API_KEY", "the key"),
    ("TIERLINE_KEY_COMMAND", "a command that prints the key"),
    ("TIERLINE_KEYRING", "`off` leaves the operating system's keyring alone"),
    ("TIERLINE_SETTINGS", "the settings file"),
    ("TIERLINE_BASE_URL", "another gateway that speaks OpenAI's protocol"),
    ("ARTIFICIAL_ANALYSIS_API_KEY", "a key for Artificial Analysis, for `tierline refresh` alone"),
    ("TIERLINE_TRACEBACK", "anything: a mistake of Tierline's is shown whole"),
)


def command_line_page(command: str) -> str:
    """Return the page."""
    parser = build_parser()
    (subcommands,) = (one for one in parser._actions if isinstance(one, argparse._SubParsersAction))  # noqa: SLF001 argparse shows no other way
    summaries = {choice.dest: choice.help or "" for choice in subcommands._choices_actions}  # noqa: SLF001 the same
    lines = ["# Command line", "", f"Made from the code by `{command}`; don't edit it. {parser.description}", ""]
    lines += ["| command | |", "|---|---|"]
    lines += [f"| [`tierline {name}`](#tierline-{name}) | {_cell(said)} |" for name, said in summaries.items()]
    for name, sub in subcommands.choices.items():
        lines += [
            "",
            f"## tierline {name}",
            "",
            *(sub.description or summaries[name]).splitlines(),
            "",
            *_arguments(sub),
        ]
    lines += ["", "## Exit statuses", "", "| status | code in `--json` |", "|---|---|"]
    lines += ["| 0 | done |", *(f"| {status} | `{code}` |" for code, status in EXIT_STATUS.items())]
    lines += ["| 130 | cancelled (Ctrl-C) |", "| 141 | whoever read is gone (SIGPIPE) |"]
    lines += ["", "## Environment", "", "| variable | |", "|---|---|"]
    lines += [f"| `{name}` | {said} |" for name, said in _VARIABLES]
    return "\n".join(lines) + "\n"


def _arguments(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield "| argument | |"
    yield "|---|---|"
    for action in parser._actions:  # noqa: SLF001 the same
        if isinstance(action, argparse._HelpAction):  # noqa: SLF001 the same
            continue
        takes = action.metavar or ("" if action.nargs == 0 else action.dest.upper())
        names = ", ".join(action.option_strings)
        shown = f"{names} {takes}".strip() if isinstance(takes, str) else f"{names} {' '.join(takes)}"
        optional = not action.option_strings and action.nargs in {"?", "*"}
        said = (action.help or "") % {"default": action.default, "prog": parser.prog}
        yield f"| `{f'[{shown}]' if optional else shown}` | {_cell(said)} |"


def _cell(said: str) -> str:
    return " ".join(said.split()).replace("|", "\\|").replace("<", "&lt;")
