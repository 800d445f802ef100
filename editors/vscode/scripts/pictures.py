# ruff: noqa: INP001 - a script by itself, in no package
"""Makes the pictures of the README from the screenshots of a test run, small enough to be kept with the code.

usage: python editors/vscode/scripts/pictures.py [folder of screenshots]
"""

import sys
from pathlib import Path

from PIL import Image

EXTENSION = Path(__file__).resolve().parents[1]
SHOTS = EXTENSION.parents[1] / ".cache" / "vscode" / "shots"
PICTURES = {"explain": "explained", "review": "one-tier-up", "usage": "usage-dark", "over-cap": "over-cap"}
"""Name of the picture → name of the screenshot."""
COLOURS = 256
"""With fewer the few signs that have a colour lose it."""


def main() -> None:
    """Write all pictures into ``images/``."""
    shots = Path(sys.argv[1]) if len(sys.argv) > 1 else SHOTS
    for picture, shot in PICTURES.items():
        with Image.open(shots / f"{shot}.png") as image:
            small = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(EXTENSION / "images" / f"{picture}.png", optimize=True)


if __name__ == "__main__":
    main()
