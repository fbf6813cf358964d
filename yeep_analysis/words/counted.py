"""Counted things of the plan, one and many: ``1 goal``, ``6 goals``."""

from __future__ import annotations

from yeep_analysis.words.language import ngettext, number


def themes(n: int) -> str:
    """``5 themes``."""
    return ngettext("{n} theme", "{n} themes", n).format(n=number(n))


def goals(n: int) -> str:
    """``6 goals``."""
    return ngettext("{n} goal", "{n} goals", n).format(n=number(n))


def objectives(n: int) -> str:
    """``13 objectives``."""
    return ngettext("{n} objective", "{n} objectives", n).format(n=number(n))


def actions(n: int) -> str:
    """``14 actions``."""
    return ngettext("{n} action", "{n} actions", n).format(n=number(n))


def plan_indicators(n: int) -> str:
    """``17 plan indicators``."""
    return ngettext("{n} plan indicator", "{n} plan indicators", n).format(n=number(n))


def indicators(n: int) -> str:
    """``22 indicators``."""
    return ngettext("{n} indicator", "{n} indicators", n).format(n=number(n))


def undertakings(n: int) -> str:
    """``23 institutional duties``."""
    return ngettext("{n} institutional duty", "{n} institutional duties", n).format(n=number(n))
