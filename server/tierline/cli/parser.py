"""argparse with errors that are one sentence, and help that fits a terminal."""

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from tierline.task import TierlineError


class BadUsage(TierlineError):
    """The command line can't be understood."""

    code = "bad-usage"


class Parser(argparse.ArgumentParser):
    """A parser that raises instead of leaving, and takes options by their whole names only, so that scripts last."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        """Refuse the command line.

        Raises:
            BadUsage: always.
        """
        raise BadUsage(f"{message[:1].upper()}{message[1:]}; see {self.prog} --help.")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse; where the kind of a task is wanted, ``--kind KIND`` says it as well as the first word does."""
        wanted = any(action.dest == "kind" and not action.option_strings for action in self._actions)
        return super().parse_known_args(_kind_first(args) if wanted and args else args, namespace)


def _kind_first(args: Sequence[str]) -> list[str]:
    """Put the value of ``--kind`` in front of the other arguments. argparse knows no such alternative."""
    found = list(args)
    for place, word in enumerate(found):
        if word == "--":
            break
        if word == "--kind" and place + 1 < len(found):
            return [found[place + 1], *found[:place], *found[place + 2 :]]
        if word.startswith("--kind="):
            return [word.removeprefix("--kind="), *found[:place], *found[place + 1 :]]
    return found
