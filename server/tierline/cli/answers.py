"""``tierline answers``: the answers that were paid for, whatever became of them."""

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tierline.task import TierlineError

if TYPE_CHECKING:
    from tierline.kept import Kept

_DESCRIPTION = """\
List the answers that are kept on this machine, the newest first, or print one
of them. They are those of all editors, over crashes and restarts; the oldest go
when there are more than 200. They lie in files that only you can read."""


class NoSuchAnswer(TierlineError):
    """No answer of that id is kept."""

    code = "no-answer"


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    from tierline.cli.options import add_json, words

    parser = subcommands.add_parser(
        "answers", help="list the answers that are kept, or print one", description=_DESCRIPTION
    )
    parser.add_argument("id", nargs="?", type=words, metavar="ID", help="print this answer as the model wrote it")
    parser.add_argument(
        "--diff", action="store_true", help="print what the answer changes as a unified diff; with ID alone"
    )
    add_json(parser)
    parser.set_defaults(call=_answers)


def _answers(options: argparse.Namespace) -> int:
    from tierline.app import answers_folder
    from tierline.cli.parser import BadUsage
    from tierline.kept import AnswerStore

    if options.diff and not options.id:
        raise BadUsage("--diff needs the id of an answer; tierline answers lists them.")
    found = AnswerStore(answers_folder()).all()
    if options.id:
        _print_one(_named(found, options.id), diff=options.diff, as_json=options.json)
    elif options.json:
        from tierline.lsp.kept_words import summary
        from tierline.lsp.protocol import Answers

        listed = Answers(answers=tuple(map(summary, found)))
        print(json.dumps(listed.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=2))
    else:
        _print_list(found)
    return 0


def _named(found: "list[Kept]", wanted: str) -> "Kept":
    """Return the newest answer whose id is ``wanted``, or begins so if no other does."""
    exact = [kept for kept in found if kept.id == wanted]
    alike = {kept.id: kept for kept in reversed(found) if kept.id.startswith(wanted)}
    if exact or len(alike) == 1:
        return exact[0] if exact else next(iter(alike.values()))
    if alike:
        raise NoSuchAnswer(f"More than one answer's id begins with {wanted!r}: {', '.join(sorted(alike))}.")
    raise NoSuchAnswer(f"No answer {wanted!r} is kept; tierline answers lists those that are.")


def _print_one(kept: "Kept", *, diff: bool, as_json: bool) -> None:
    from tierline.cli.terminal import print_diff, print_foreign
    from tierline.lsp.kept_words import changes

    if as_json:
        from tierline.lsp.kept_words import alone

        print(json.dumps(alone(kept).model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=2))
    elif diff and not changes(kept):
        raise NoSuchAnswer(f"The answer {kept.id!r} is for reading and changes nothing; print it without --diff.")
    elif diff:
        print_diff(changes(kept))
    else:
        print_foreign(kept.text)


def _print_list(found: "list[Kept]") -> None:
    from tierline.cli.terminal import print_lines

    print_lines(_lines(found) if found else ["No answer is kept yet."])


def _lines(found: "list[Kept]") -> Iterator[str]:
    from datetime import UTC, datetime

    from tierline.cli.terminal import safe
    from tierline.lsp.kept_words import title
    from tierline.lsp.words import short, usd

    for kept in found:
        at = datetime.fromtimestamp(kept.at, UTC).astimezone()
        simulated = " (simulated)" if kept.simulated else ""
        facts = f"{kept.kind} · {kept.state} · {kept.tier} · {short(kept.model)} · {usd(kept.cost_usd)}{simulated}"
        yield safe(f"{kept.id}  {at:%Y-%m-%d %H:%M}  {kept.path or kept.uri}  {facts}")
        yield safe(f"    {title(kept)}")
