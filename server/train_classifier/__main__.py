"""Fit the classifier's data files anew: ``python server/train_classifier DATA``, the same bytes for the same data."""

import sys
from pathlib import Path

from train_classifier import difficulty, kind

TRAINERS = {"difficulty.json": difficulty.train, "kind.csv": kind.train}
"""File in ``tierline/classify/data`` → what makes its contents of the data folder."""

_TARGET = Path(__file__).resolve().parents[1] / "tierline" / "classify" / "data"


def main(arguments: list[str]) -> int:
    """Write the files. 0: written; 2: no usable data folder was named."""
    if len(arguments) != 1 or not (data := Path(arguments[0])).is_dir():
        sys.stderr.write("Name the folder with the public sets: python server/train_classifier DATA\n")
        return 2
    try:
        # All of them before the first is written, so that they always belong together.
        made = {name: train(data) for name, train in TRAINERS.items()}
    except FileNotFoundError as error:
        sys.stderr.write(f"{data} lacks a public set: there is no file {error.filename}\n")
        return 2
    for name, content in made.items():
        (_TARGET / name).write_bytes(content)
        sys.stdout.write(f"wrote {name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
