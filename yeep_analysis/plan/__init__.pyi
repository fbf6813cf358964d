from . import audit, charts, figures, sentences, tables

__all__ = ["audit", "charts", "figures", "sentences", "tables"]
