"""argparse with errors that are one sentence, and help that fits a terminal."""

import argparse
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
