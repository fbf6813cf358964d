"""Counted things, one and many: ``1 goal``, ``6 goals``."""

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


def values(n: int) -> str:
    """``31 values``."""
    return ngettext("{n} value", "{n} values", n).format(n=number(n))


def corrections(n: int) -> str:
    """``3 corrections``."""
    return ngettext("{n} correction", "{n} corrections", n).format(n=number(n))


def files(n: int) -> str:
    """``8 files``."""
    return ngettext("{n} file", "{n} files", n).format(n=number(n))


def units(n: int) -> str:
    """``6 units``."""
    return ngettext("{n} unit", "{n} units", n).format(n=number(n))


def neighbourhoods(n: int) -> str:
    """``11 neighbourhoods``."""
    return ngettext("{n} neighbourhood", "{n} neighbourhoods", n).format(n=number(n))


def asked(indicators_: int, actions_: int, undertakings_: int) -> str:
    """``22 indicators, 14 actions, 1 institutional duty``: what a unit is asked for."""
    return ", ".join((indicators(indicators_), actions(actions_), undertakings(undertakings_)))
