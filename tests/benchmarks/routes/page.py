"""A page, of which a benchmark writes what stands between two marks."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Page:
    """A page with both marks in it."""

    path: Path
    begin: str
    end: str

    def __post_init__(self) -> None:
        if self.end not in self.path.read_text("utf-8").partition(self.begin)[2]:
            raise ValueError(f"{self.path} has no marks to write between: {self.begin} and {self.end}")

    def write(self, text: str) -> None:
        """Put ``text`` between the marks, in the place of what stands there."""
        before, _, rest = self.path.read_text("utf-8").partition(self.begin)
        self.path.write_text(f"{before}{self.begin}\n\n{text}\n{self.end}{rest.partition(self.end)[2]}", "utf-8")
