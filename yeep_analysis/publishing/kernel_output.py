"""What a kernel prints."""

from __future__ import annotations

from ipykernel.iostream import OutStream


class KernelOutput(OutStream):
    """Sent on only where something was written: a kernel asks five times a cell, and waits for another thread."""

    _is_written = False

    def write(self, string: str) -> int | None:
        """Keep what is printed until it is sent."""
        kept = super().write(string)
        self._is_written = True
        return kept

    def flush(self) -> None:
        """Send it, if there is anything."""
        if self._is_written:
            self._is_written = False
            super().flush()
