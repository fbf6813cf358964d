"""Posts short of a threshold that holds for either sex, and the glass ceiling index."""

from __future__ import annotations

from math import ceil

import pandas as pd

from yeep_analysis.representation.measures import FORTY_PERCENT
from yeep_analysis.results import KEY, measure, women_and_men
from yeep_analysis.words.language import N_
from yeep_analysis.words.terms import Office, Unit


@measure("representation_short_of_40_percent_either_sex", N_("Posts short of 40% for either sex"), Unit.POSTS)
def short_of_40_percent_either_sex(counts: pd.DataFrame) -> pd.DataFrame:
    """Posts that would have to pass to the sex that has fewer for neither to hold less than 40%.

    Formula  max(0, ⌈2n / 5⌉ - min(k, n - k)), k women among n holders
    Input    one row per year, office and sex: ``year, group, sex, n`` [persons]
    Output   posts [0 to n / 2]; empty where no division of so few posts gives both sexes 40% (1 or 3 posts);
             numerator the posts of the sex that has fewer
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   Council of Europe, Recommendation Rec(2003)3: neither sex below 40%
    """
    wide = women_and_men(counts)
    posts, fewer = wide["women"] + wide["men"], wide[["women", "men"]].min(axis=1)
    needed = posts.map(lambda n: ceil(FORTY_PERCENT * int(n))).astype("int64")
    value = (needed - fewer).clip(lower=0).astype(float).where(2 * needed <= posts)
    return wide[KEY].assign(numerator=fewer, denominator=posts, value=value)


@measure("representation_glass_ceiling_index", N_("Glass ceiling index"), Unit.RATIO)
def glass_ceiling_index(
    counts: pd.DataFrame, *, base: str = Office.STAFF, top: str = Office.DEPARTMENT_HEAD
) -> pd.DataFrame:
    """Share of women among the staff relative to their share among those who head it.

    Formula  (women / all) of the base / (women / all) of the top
    Input    one row per year, office and sex: ``year, group, sex, n`` [persons]; ``base`` and ``top``, two groups
    Output   ratio [0 or more; 1 = as at the base, above 1 = rarer at the top], group ``base/top``, each year in which
             both are known; numerator and denominator are the two shares; empty where no woman is at the top
    Raises   `MeasureError` where a sex or a count is missing: missing is not zero
    Source   European Commission, She Figures: glass ceiling index
    """
    wide = women_and_men(counts)
    posts = wide["women"] + wide["men"]
    share = (wide["women"] / posts.where(posts > 0)).to_numpy()
    by_group = {
        name: pd.Series(share[wide["group"] == name], wide["year"][wide["group"] == name]) for name in (base, top)
    }
    both = pd.DataFrame({"numerator": by_group[base], "denominator": by_group[top]})
    both = both[both.index.isin(by_group[base].index) & both.index.isin(by_group[top].index)]
    value = both["numerator"] / both["denominator"].where(both["denominator"] > 0)
    return both.assign(value=value, group=f"{base}/{top}").rename_axis("year").reset_index()
