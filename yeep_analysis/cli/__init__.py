"""The commands; they print errors without a traceback and return exit codes."""
