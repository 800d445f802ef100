"""Write the bill of materials and the list of licences, from the lock files and what is installed."""

from pathlib import Path

from bill_of_materials.npm_parts import npm_components
from bill_of_materials.python_parts import python_components
from bill_of_materials.written import cyclonedx, markdown

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "server/docs/reference"
COMMAND = "python server/bill_of_materials"


def main() -> None:
    """Write both files.

    Raises:
        LookupError: a part is not pinned, or says no licence.
    """
    components = [
        *python_components(ROOT / "requirements-dev.txt"),
        *npm_components(ROOT / "editors/vscode"),
    ]
    DOCS.mkdir(exist_ok=True)
    (DOCS / "bill-of-materials.cdx.json").write_text(cyclonedx(components), encoding="utf-8", newline="\n")
    (DOCS / "licences.md").write_text(markdown(components, COMMAND), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
