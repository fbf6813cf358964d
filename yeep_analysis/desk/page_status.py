"""*Durum*: the year at a glance, and what is to be done next."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from yeep_analysis.desk import shelf
from yeep_analysis.desk.arrivals import standing
from yeep_analysis.desk.situation import gains, next_step
from yeep_analysis.desk.web import desk, here
from yeep_analysis.desk.web import page as shown
from yeep_analysis.reporting.status import how_it_is_counted

pages = Blueprint("status", __name__)
_HAPPENINGS = 6  # that are shown


@pages.get("/<int:year>/durum")
def page(year: int) -> Any:
    """The year at a glance."""
    now = here(year)
    reports = shelf.all_reports(desk().reports, now.data)
    return shown(
        "status.html",
        year,
        step=next_step(now),
        standing=standing(now),
        how=how_it_is_counted(),
        happened=list(reversed(now.remembered.happened))[:_HAPPENINGS],
        last_report=next(iter(reports), None),
        gains=gains(now),
    )
