from . import present, slope, style

__all__ = ["present", "slope", "style"]
