"""What ``import yeep_analysis as ya`` offers beside the rooms: the data of an edition, and the register of measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import pandas as pd

from yeep_analysis.edition import Edition
from yeep_analysis.municipality.catalogue import Plan
from yeep_analysis.municipality.load import Facts, facts_of
from yeep_analysis.municipality.load import load as load_for_a_chapter
from yeep_analysis.progress.assessment import Assessments
from yeep_analysis.progress.evaluation import Evaluation, evaluation_of
from yeep_analysis.progress.observations import Observation, Rule, Target
from yeep_analysis.results import registered
from yeep_analysis.words.language import _, active, speaking


@dataclass(frozen=True)
class PlanProgress:
    """The follow-up of a plan, protected: small counts of sensitive measures are hidden in all that stands here.

    years      of the plan up to that of the edition; empty before the plan began
    plan       the catalogue: themes, goals, objectives, actions, measures
    histories  the observations of every measure, one for each of the years
    rules      the rule by which the values of each measure are read
    targets    the newest target of each measure that has one
    assessed   what is said of every measure in the assessed year; ``by_year`` the same in each year so far
    """

    year: int
    years: tuple[int, ...]
    plan: Plan
    histories: Mapping[str, tuple[Observation, ...]]
    rules: Mapping[str, Rule]
    targets: Mapping[str, Target]
    assessed: Assessments
    by_year: Mapping[int, Assessments]


def load(year: int, *, data: str | PathLike[str] = "data", language: str | None = None) -> Facts:
    """The validated data of one edition.

    Parameters
    ----------
    year : last year of the data; the newest figures are those of 31 December of this year
    data : folder with the tables; ``ya.example()`` is that of the fictional municipality
    language : ``"tr"`` or ``"en"``, in which data are refused; without it the language in use (see `speaking`)

    Returns
    -------
    Facts, whose properties are frames of counts: ``year``, dimensions, ``sex``, ``n`` [persons], ``source``

    Raises
    ------
    UsageError
        where the folder or the population of the year is missing
    DataError
        with all problems of all tables

    Examples
    --------
    >>> import yeep_analysis as ya
    >>> facts = ya.load(2025, data=ya.example())
    >>> ya.population.share_of_women(facts.population_of_the_year)["value"].round(4).tolist()
    [0.5076]
    """
    edition = _edition(year, data, language)
    with speaking(edition.language):
        return facts_of(edition)


def load_progress(year: int, *, data: str | PathLike[str] = "data", language: str | None = None) -> PlanProgress:
    """The follow-up of the plan up to a year, with small counts of sensitive measures hidden.

    Parameters
    ----------
    year : the year that is assessed is this one, or the last of the plan
    data : folder with the tables
    language : ``"tr"`` or ``"en"``, in which data are refused; without it the language in use

    Returns
    -------
    PlanProgress: histories and assessments, by the id of a measure

    Raises
    ------
    UsageError
        where the folder, its plan or the population of the year is missing
    DataError
        with all problems of all tables

    Examples
    --------
    >>> import yeep_analysis as ya
    >>> progress = ya.load_progress(2025, data=ya.example())
    >>> len(ya.progress.status_shares(progress.assessed, year=2025)) > 0
    True
    """
    edition = _edition(year, data, language)
    with speaking(edition.language):
        return _protected(evaluation_of(edition))


def chapter(year: int, language: str, data: str | PathLike[str]) -> Facts:
    """The data of one edition for a chapter, with its three parameters; the notebook speaks `language` from here on.

    Parameters
    ----------
    year, language, data : the parameters of the chapter

    Returns
    -------
    Facts, as of `load`

    Raises
    ------
    UsageError, DataError
        as of `load`

    Examples
    --------
    >>> import yeep_analysis as ya
    >>> ya.chapter(2025, "tr", ya.example()).municipality.is_fictional
    True
    """
    return load_for_a_chapter(Edition(year, language, Path(data)))


def measures() -> pd.DataFrame:
    """The register of measures: every published number, one row per indicator.

    Returns
    -------
    DataFrame, columns ``indicator, title, unit, formula, function, origin``; title, unit and formula in the language in
    use, function as it is imported, origin empty for the measures of this package

    Examples
    --------
    >>> import yeep_analysis as ya
    >>> with ya.speaking("en"):
    ...     ya.measures().set_index("indicator").loc["population_share_of_women", ["title", "function"]].tolist()
    ['Share of women in the population', 'yeep_analysis.population.measures.share_of_women']
    """
    _register()
    rows = [
        {
            "indicator": one.name,
            "title": _(one.title),
            "unit": one.unit_label,
            "formula": _(formula) if (formula := measure.card.get("Notes")) else "",
            "function": f"{measure.function.__module__}.{measure.function.__qualname__}",
            "origin": measure.origin,
        }
        for measure in registered()
        for one in measure.indicators
    ]
    return pd.DataFrame(rows)


def _edition(year: int, data: str | PathLike[str], language: str | None) -> Edition:
    return Edition(year, language or active(), Path(data))


def _protected(evaluation: Evaluation) -> PlanProgress:
    return PlanProgress(
        evaluation.year,
        evaluation.years,
        evaluation.plan,
        evaluation.histories,
        evaluation.rules,
        evaluation.targets,
        evaluation.assessed,
        evaluation.by_year,
    )


def _register() -> None:
    """Load the modules that hold measures: each registers its own."""
    import yeep_analysis.mahalles.funnel_limits
    import yeep_analysis.mahalles.measures
    import yeep_analysis.mahalles.segregation
    import yeep_analysis.population.level_shifts
    import yeep_analysis.population.measures
    import yeep_analysis.population.outlier_years
    import yeep_analysis.population.trend
    import yeep_analysis.progress.measures
    import yeep_analysis.representation.chance
    import yeep_analysis.representation.measures
    import yeep_analysis.representation.scenarios
    import yeep_analysis.representation.thresholds
    import yeep_analysis.sensitive.measures  # noqa: F401
