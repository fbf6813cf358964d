"""The entry of ``yeep`` and ``python -m yeep_analysis``: whoever interrupts while it still imports gets a sentence."""

import signal
import sys

from yeep_analysis.publishing import early


def main() -> int:
    """Run a command; the exit code says what became of it."""
    try:
        with early.begun(sys.argv[1:]):
            from yeep_analysis.cli.main import main as run

            return run()
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the sentence itself needs an import
        from yeep_analysis.cli.main import interrupted

        return interrupted()


if __name__ == "__main__":
    sys.exit(main())
