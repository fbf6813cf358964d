from . import present, slope, small, style

__all__ = ["present", "slope", "small", "style"]
