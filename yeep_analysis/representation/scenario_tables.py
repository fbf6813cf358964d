"""Tables of the scenarios to parity, and the paths that the charts draw."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from yeep_analysis.representation import scenario_sentences as say
from yeep_analysis.representation.scenarios import Hiring
from yeep_analysis.results import pick
from yeep_analysis.show.present import Column, PublicationTable
from yeep_analysis.words.language import _
from yeep_analysis.words.terms import Office

_ELECTIONS_SHOWN = 6  # on the chart; the table says the rest


def seats(elections: pd.DataFrame, reached: pd.DataFrame) -> PublicationTable:
    """Elections until half of the seats, by women more per election."""
    frame = pd.DataFrame(
        {
            "step": elections["denominator"],
            "short": elections["numerator"],
            "elections": elections["value"],
            "reached": _yes_no(reached),
        }
    )
    columns = (
        Column("step", _("Women more per election"), "count"),
        Column("short", _("Seats short of half"), "count"),
        Column("elections", _("After how many elections"), "count"),
        Column("reached", _("Reached")),
    )
    return PublicationTable("scenario_seats", _("Scenarios for the council"), columns, frame)


def staff(years: pd.DataFrame, reached: pd.DataFrame, hirings: Sequence[Hiring]) -> PublicationTable:
    """Years until half of the staff, by the share of women among those hired."""
    frame = pd.DataFrame(
        {
            "women_hired": [float(hiring.women_hired) for hiring in hirings],
            "turnover": [float(hiring.turnover) for hiring in hirings],
            "years": years["value"].tolist(),
            "reached": _yes_no(reached).tolist(),
        }
    )
    columns = (
        Column("women_hired", _("Women among those hired"), "share"),
        Column("turnover", _("Leave each year"), "share"),
        Column("years", _("After how many years"), "count"),
        Column("reached", _("Reached")),
    )
    return PublicationTable("scenario_staff", _("Scenarios for the staff"), columns, frame)


def seat_paths(council: pd.DataFrame, elections: pd.DataFrame) -> pd.DataFrame:
    """``step, election, women, label``: women in the council after each election; no more than there are seats."""
    row = pick(council, group=Office.COUNCIL_MEMBER)
    held = elections if row is not None and row["denominator"] else elections.iloc[:0]
    rows = [
        (
            int(entry.denominator),
            election,
            min(int(row["numerator"]) + election * int(entry.denominator), int(row["denominator"])),
            say.seat_label(int(entry.denominator), entry.value),
        )
        for entry in held.itertuples()
        for election in range(_ELECTIONS_SHOWN + 1)
    ]
    return pd.DataFrame(rows, columns=["step", "election", "women", "label"])


def seat_limits(council: pd.DataFrame) -> dict[str, int]:
    """``half`` and ``seats`` of the council, for the chart of its paths."""
    row = pick(council, group=Office.COUNCIL_MEMBER)
    seats = 0 if row is None else int(row["denominator"])
    return {"half": -(-seats // 2), "seats": seats}


def staff_paths(shares: pd.DataFrame, years: pd.DataFrame, hirings: Sequence[Hiring]) -> pd.DataFrame:
    """``year, name, value, reached, label``: the share of women among the staff, a path per scenario."""
    paths = []
    for hiring, entry in zip(hirings, years.itertuples(), strict=True):
        path = shares[shares["group"] == f"{Office.STAFF}/{hiring.name}"].sort_values("year")
        paths.append(
            path[["year", "value"]].assign(
                name=hiring.name,
                reached=path["year"].min() + entry.value,
                label=say.staff_label(hiring, entry.value),
            )
        )
    columns = ["year", "name", "value", "reached", "label"]
    return pd.concat(paths, ignore_index=True)[columns] if paths else pd.DataFrame(columns=columns)


def _yes_no(flags: pd.DataFrame) -> pd.Series:
    return flags["value"].map({1.0: _("yes"), 0.0: _("never")})
