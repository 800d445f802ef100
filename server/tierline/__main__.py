"""``python -m tierline``."""

import sys

from tierline.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
