"""``python -m yeep_analysis``: the same commands as ``yeep``."""

import sys

from yeep_analysis.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
