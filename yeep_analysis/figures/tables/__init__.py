"""The tables that readers see, and the tidy frames that the charts draw: results of measures, brought side by side."""
