"""The command `sourcework`, as `python -m sourcework`."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
