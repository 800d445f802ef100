"""New tests from the command line: into a new file, or added to the one that has some."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tierline.cli.project import root_above
from tierline.settings.test_file import NoTestFile, SuiteFile, suite_file, with_tests
from tierline.task import Attachment, TierlineError

if TYPE_CHECKING:
    from tierline.engine.outcome import Outcome
    from tierline.task import Task


class NotWritten(TierlineError):
    """The tests were to be written, and can't be."""

    code = "no-test-file"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTests:
    """Where they go; ``suite`` is ``None`` where ``why`` says that they go nowhere."""

    suite: SuiteFile | None
    why: str = ""

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """What the model is told of it."""
        return self.suite.attachments if self.suite else ()

    @property
    def shown(self) -> str:
        """What the file is called."""
        return self.suite.shown if self.suite else ""

    @property
    def uri(self) -> str:
        """Where it is."""
        return self.suite.path.as_uri() if self.suite else ""

    def check(self) -> None:
        """Let tests pass that can be written; asked before money is spent.

        Raises:
            NotWritten, BadTarget: they can't.
        """
        from tierline.cli.writing import check_writable

        if self.suite is None:
            raise NotWritten(f"Tests can't be written here: {self.why}; leave out --write.")
        if os.path.lexists(self.suite.path):
            check_writable(self.suite.path)

    def settle(self, outcome: "Outcome", *, write: bool) -> tuple[bool, str, TierlineError | None]:
        """Write the tests if that is wanted. Return whether they were, why not, and what went wrong."""
        if self.suite is None:
            return False, self.why, None
        if not write:
            return False, "--write was not given", None
        if outcome.answer.finish_reason == "length":
            return self._failed("it was cut off at the token limit")
        try:
            self._write(self.suite, outcome.answer.text)
        except NoTestFile as error:
            return self._failed(str(error))
        except TierlineError as error:
            return False, str(error), error
        return True, "", None

    @staticmethod
    def _failed(why: str) -> tuple[bool, str, TierlineError | None]:
        return False, why, NotWritten(f"The tests were not written: {why}. They stand above.")

    @staticmethod
    def _write(suite: SuiteFile, reply: str) -> None:
        from tierline.cli.writing import create, replace

        old = suite.read()
        new = with_tests(suite, old, reply)
        if old is None:
            create(suite.path, new.encode("utf-8"))
        else:
            replace(suite.path, _raw(suite.path, old), _raw(suite.path, new))


def _raw(path: Path, text: str) -> bytes:
    """Return ``text`` as the file has it, whose byte order mark no reader sees."""
    mark = path.read_bytes().startswith(b"\xef\xbb\xbf")
    return (b"\xef\xbb\xbf" if mark else b"") + text.encode("utf-8")


def new_tests(source: Path, task: "Task") -> NewTests:
    """Find the file for the tests of ``source``, in its project, or in the working folder where it lies in none."""
    here = Path.cwd()
    root, real = root_above(source), source.resolve()
    if root is None and real.is_relative_to(here.resolve()):
        root = here
    if root is None:
        return NewTests(suite=None, why="the file lies in no project")
    try:
        return NewTests(suite=suite_file(root.resolve(), real, task.language, task.source, {}))
    except NoTestFile as error:
        return NewTests(suite=None, why=str(error))
