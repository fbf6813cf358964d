"""What a chapter shows: figures, tables, prose, cards; the house style; the forms in which they travel."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
