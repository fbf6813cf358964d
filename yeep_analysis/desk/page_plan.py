"""*Plan*: who reports what."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from yeep_analysis.desk.web import here
from yeep_analysis.desk.web import page as shown
from yeep_analysis.reporting.reported import subject_name

pages = Blueprint("plan", __name__)


@pages.get("/<int:year>/plan")
def page(year: int) -> Any:
    """What each unit reports."""
    now = here(year)
    asked = {
        one.unit_id: [(key.subject.label, subject_name(key, now.wanted.plan)) for key in one.asked] for one in now.units
    }
    return shown("plan.html", year, asked=asked)
