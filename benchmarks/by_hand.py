"""The figures and tables of the edition 2022 as an analyst would make them by hand: pandas, matplotlib, seaborn.

    python benchmarks/by_hand.py DATA OUT

Reads the tables of a data folder, draws the same figures (SVG) and writes the same tables (CSV) as the report, and uses
nothing of the package: the formulas are those of docs/METHODS.md, words are typed where they stand, labels are placed
by eye. It knows this plan and this year only. compare.py holds its tables and its cost against those of the build.
"""

import sys
from fractions import Fraction
from itertools import pairwise
from math import comb, cos, exp, factorial, lgamma, nan, radians
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch, Rectangle
from matplotlib.ticker import MaxNLocator, MultipleLocator

DATA, OUT = Path(sys.argv[1]), Path(sys.argv[2])
YEAR = 2022

WOMEN, MEN, PALE = "#5E3C99", "#E66101", "#b2abd2"
INK, MUTED, RULE = "#2b2730", "#6b6670", "#b9b4c0"
DASHED = (0, (5, 3))
BOX = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
STYLE = {
    "font.size": 9.5,
    "axes.labelsize": 9.5,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "legend.fontsize": 9.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": MUTED,
    "axes.linewidth": 0.8,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "grid.color": "#e4e1e8",
    "grid.linewidth": 0.8,
    "hatch.linewidth": 0.9,
    "lines.linewidth": 2.2,
    "figure.figsize": (7.2, 3.9),
    "figure.constrained_layout.use": True,
}

# The columns of the long table of all measures, which is made piece by piece.
DIMENSIONS = ["year", "month", "place", "sex", "ages", "kind", "part", "against", "against_year", "level", "scenario"]
DIMENSIONS += ["years_after"]
COLUMNS = ["indicator", *DIMENSIONS, "numerator", "denominator", "value", "unit", "target", "status"]
COLUMNS += ["source", "origin"]
results = []


def main():
    for folder in ("figures", "tables"):
        (OUT / folder).mkdir(parents=True, exist_ok=True)
    sns.set_theme(style="whitegrid", rc=STYLE)
    population()
    mahalles()
    representation()
    scenarios()
    plan()
    audit()
    write(pd.DataFrame(GLOSSARY, columns=["word", "meaning"]), "words")
    write(pd.concat(results).reindex(columns=COLUMNS), "results")


GLOSSARY = [
    ("gösterge", "yıldan yıla izlenen bir sayı"),
    ("hedef", "göstergenin belirli bir yılda ulaşması beklenen düzey"),
    ("başlangıç değeri", "sonraki değerlerin karşılaştırıldığı ilk değer"),
    ("belirgin değişim", "tek başına tesadüfle zor açıklanan bir değişim; hesabı ektedir"),
    ("tesadüf", "hiçbir şey değişmese de sayıların yıldan yıla oynaması; küçük sayılarda etkisi büyüktür"),
    ("bilgi gelmedi", "birim bilgi göndermedi; bu, iş yapılmadı demek değildir"),
    ("gizli", "hassas konularda 1 ile 4 arasındaki sayılar; yayımlanmaz"),
]


# --- reading, writing, numbers in Turkish ------------------------------------


def read(name, **options):
    table = pd.read_csv(DATA / f"{name}.csv", **options)
    return table[table["year"] <= YEAR] if "year" in table else table


def read_texts(name):
    table = read(name, dtype=str, keep_default_na=False)
    return table.drop(columns=[column for column in table if column.endswith("_en") or column == "short_name"])


def women_and_men(table, index):
    wide = table[table["sex"] != "total"].pivot(index=index, columns="sex", values="n")
    wide = wide.rename(columns={"female": "women", "male": "men"})[["women", "men"]].rename_axis(columns=None)
    return wide.assign(total=wide["women"] + wide["men"])


def write(table, name):
    table.to_csv(OUT / "tables" / f"{name}.csv", index=False, encoding="utf-8-sig", float_format="%.12g")


def save(figure, name):
    figure.savefig(OUT / "figures" / f"{name}.svg")
    plt.close(figure)


def keep(indicator, unit, source, key, value, numerator=nan, denominator=nan):
    """A measure for the long table: ``key`` holds its dimensions, the rest single values or columns as long as it."""
    rows = key[key.columns.intersection(DIMENSIONS)].reset_index(drop=True)
    parts = {"numerator": numerator, "denominator": denominator, "value": value}
    rows = rows.assign(**{name: np.asarray(part, dtype=float) for name, part in parts.items()})
    results.append(rows.assign(indicator=indicator, unit=unit, source=np.asarray(source)))


def keep_series(indicator, unit, value, numerator=nan, denominator=nan, by_year=False):
    """The same for wide tables of the population: a row per year, a column per series."""
    key = pd.DataFrame([(year, *SERIES[name][1:]) for name in value for year in value.index], columns=SERIES_KEY)
    parts = {"value": value, "numerator": numerator, "denominator": denominator}
    key = key.assign(**{name: np.ravel(part, "F") if np.ndim(part) else part for name, part in parts.items()})
    key = key.sort_values("year", kind="stable") if by_year else key
    keep(indicator, unit, key["source"], key[["year", "sex", "ages"]], *(key[part] for part in parts))


def number(value, digits=0):
    text = f"{abs(value):,.{digits}f}".translate(str.maketrans(",.", ".,"))
    return f"−{text}" if value < 0 else text


def signed(value):
    return f"+{number(value)}" if value > 0 else number(value)


def percent(share, digits=1):
    return f"%{number(100 * share, digits)}"


def yes_no(flags):
    return flags.map({True: "evet", False: "hayır"})


# --- population --------------------------------------------------------------

WITHOUT = "without_20_24"
SERIES_KEY = ["year", "sex", "ages", "source"]
# What each series is called; its sex, its ages, and the tables of which it is made.
SERIES = {
    "total": ("toplam nüfus", "", "", "population"),
    "women": ("kadın", "female", "", "population"),
    "men": ("erkek", "male", "", "population"),
    "all": ("kadın oranı", "", "", "population"),
}
SERIES |= {
    WITHOUT if name == "all" else f"{name}_{WITHOUT}": (word, sex, "except_20-24", "population; population_by_age")
    for name, (word, sex, _ages, _source) in SERIES.items()
}
SERIES["20-24"] = ("", "", "20-24", "population_by_age")
IN_ORDER = [f"{name}{without}" for name in ("total", "women", "men") for without in ("", f"_{WITHOUT}")]


def population():
    ages = read("population_by_age")
    everyone = women_and_men(read("population"), "year")
    young = women_and_men(ages[ages["age_group"] == "20-24"], "year")
    rest = everyone - young
    share, share_rest = everyone["women"] / everyone["total"], rest["women"] / rest["total"]
    ratio, ratio_young = 100 * everyone["men"] / everyone["women"], 100 * young["men"] / young["women"]
    flagged = ratio_young > 150

    table = everyone.assign(share_of_women=share, men_per_100_women=ratio)
    write(table.sort_index(ascending=False).reset_index(), "population")
    table = rest.assign(share_of_women=share_rest, men_per_100_women_20_24=ratio_young)
    table = table.assign(institutional_effect=yes_no(flagged))
    write(table.sort_index(ascending=False).reset_index(), "population_without_20_24")

    both = everyone.join(rest.add_suffix(f"_{WITHOUT}"))
    shares = pd.DataFrame({"all": share, WITHOUT: share_rest})
    women = pd.DataFrame({"all": everyone["women"], WITHOUT: rest["women"]})
    totals = pd.DataFrame({"all": everyone["total"], WITHOUT: rest["total"]})
    for name in ("women", "men", "total"):
        found = both[[name, f"{name}_{WITHOUT}"]]
        keep_series("population_count", "persons", found, numerator=found, by_year=True)
    keep_series("population_share_of_women", "fraction", shares, women, totals, by_year=True)
    parts = ((ratio, ratio_young), *((everyone[sex], young[sex]) for sex in ("men", "women")))
    ratios = [pd.DataFrame({"all": of_all, "20-24": of_young}) for of_all, of_young in parts]
    keep_series("population_men_per_100_women", "men_per_100_women", *ratios, by_year=True)
    parts = (part.to_frame("20-24") for part in (flagged, young["men"], young["women"]))
    keep_series("population_institutional_effect", "flag", *parts)

    growth(both, flagged)
    men_per_woman = {"all": everyone["men"] / everyone["women"], WITHOUT: rest["men"] / rest["women"]}
    outliers(both, np.log(pd.DataFrame(men_per_woman)).diff().iloc[1:])
    trends(both, 100 * shares)
    breaks(both, 100 * shares)

    limits = limits_with_air(np.append(everyone[["women", "men"]], rest[["women", "men"]]))
    draw_population(everyone, limits, "population_by_sex", note=young)
    draw_population(rest, limits, "population_without_20_24")
    draw_young(ratio_young, flagged)
    draw_slopes({"Bütün yaşlar": share, "20–24 yaş hariç": share_rest})


def growth(both, flagged):
    before = both.shift()
    rate = (1000 * np.log(both / before)).iloc[1:]
    since = (both - both.iloc[0]).iloc[1:]
    start = since * 0 + both.iloc[0]
    for name in ("women", "men", "total"):
        of_sex = [name, f"{name}_{WITHOUT}"]
        parts = (part[of_sex] for part in (100 * since / both.iloc[0], since, start))
        keep_series("population_period_growth_percent", "percent", *parts, by_year=True)
    parts = (part[IN_ORDER] for part in (rate, both.iloc[1:], before.iloc[1:]))
    keep_series("population_growth_per_1000", "per_1000", *parts)
    change = both[["women", "men"]].diff().iloc[1:]
    base = before[["total", "total"]].iloc[1:]
    parts = 100 * change / base.to_numpy()
    keep_series("population_contribution_pp", "percentage_points", parts, change, base)

    table = rate[["women", "men", "total"]].add_prefix("growth_").add_suffix("_per_1000")
    table = table.join(parts[["women", "men"]].add_prefix("contribution_").add_suffix("_pp"))
    table = table.assign(institutional_effect=yes_no(flagged))
    write(table.sort_index(ascending=False).reset_index(), "population_change")
    draw_contributions(parts)


def modified_z(table):
    """Distance from the median, its median size, and the z score made of both."""
    apart = table - table.median()
    mad = table * 0 + apart.abs().median()
    return 0.6745 * apart / mad, apart, mad


def outliers(both, balance):
    for table, name in ((both[IN_ORDER], "population"), (balance, "population_sex_ratio")):
        z, apart, mad = modified_z(table)
        from_mean, deviation = table - table.mean(), table * 0 + table.std()
        if table is balance:
            keep_series(f"{name}_change", "log_ratio_a_year", balance, balance, balance * 0 + 1, by_year=True)
        keep_series(f"{name}_outlier_z", "z_score", z, apart, mad)
        keep_series(f"{name}_outlier_year", "flag", z.abs() > 3.5, apart, mad)
        three = (from_mean / deviation).abs() > 3
        keep_series(f"{name}_three_sigma_year", "flag", three, from_mean, deviation)

    levels, balance_z = modified_z(both)[0][["women", "men", "total"]], modified_z(balance)[0]["all"]
    table = levels.add_suffix("_z")
    table = table.assign(log_ratio_change=balance["all"], log_ratio_change_z=balance_z)
    out = (
        levels.assign(denge=balance_z).rename(columns={name: series[0] for name, series in SERIES.items()}).abs() > 3.5
    )
    table["stands_out"] = [", ".join(out.columns[row]) for row in out.to_numpy()]
    write(table.sort_index(ascending=False).reset_index(), "population_outliers")


def kendall_orders(n):
    """How many of the n! orders of n different values have 0, 1, 2 ... falling pairs."""
    orders = np.array([1])
    for k in range(2, n + 1):
        orders = np.convolve(orders, np.ones(k, dtype=int))
    return orders


def trend(series):
    """Kendall's S with its exact p, and the Theil-Sen slope with limits of 95 %; no two years are alike here."""
    years, values = series.index.to_numpy(), series.to_numpy()
    first, second = np.triu_indices(len(series), 1)
    slopes = np.sort((values[second] - values[first]) / (years[second] - years[first]))
    s, pairs = np.sign(slopes).sum(), len(slopes)
    orders = kendall_orders(len(series))
    as_steady = np.abs(pairs - 2 * np.arange(len(orders))) >= abs(s)
    rank = (2 * orders.cumsum() <= 0.05 * orders.sum()).sum()
    return {
        "s": s,
        "pairs": pairs,
        "p": orders[as_steady].sum() / orders.sum(),
        "smallest_p": 2 / orders.sum(),
        "years": len(series),
        "slope": np.median(slopes),
        "slope_lower": slopes[rank - 1],
        "slope_upper": slopes[-rank],
        "rank": rank,
    }


def in_the_last_year(table):
    """The dimensions of a table with a row per series."""
    return pd.DataFrame([(YEAR, *SERIES[name][1:]) for name in table.index], columns=SERIES_KEY)


def trends(both, shares):
    levels = pd.DataFrame({name: trend(both[name]) for name in IN_ORDER}).T
    of_share = pd.DataFrame({name: trend(shares[name]) for name in shares}).T
    parts = {"s": ("s", "pairs"), "p": ("s", "pairs"), "smallest_p": ("years", None), "slope": (None, None)}
    parts |= {"slope_lower": ("rank", "pairs"), "slope_upper": ("rank", "pairs")}
    units = {"s": "pairs", "p": "probability", "smallest_p": "probability"}
    for measure, (numerator, denominator) in parts.items():
        found = in_the_last_year(levels)
        unit = units.get(measure, "persons_a_year")
        columns = (nan if part is None else levels[part] for part in (numerator, denominator))
        keep(f"population_trend_{measure}", unit, found["source"], found, levels[measure], *columns)
    found = in_the_last_year(of_share)
    for measure, unit in (("s", "pairs"), ("p", "probability")):
        parts = (of_share[part] for part in (measure, "s", "pairs"))
        keep(f"population_share_trend_{measure}", unit, found["source"], found, *parts)
    slope = of_share["slope"]
    keep("population_share_trend_slope_pp", "percentage_points_a_year", found["source"], found, slope)

    of_share = of_share.assign(slope_lower=nan, slope_upper=nan, unit="yılda puan")
    table = pd.concat([levels.loc[list(both)].assign(unit="yılda kişi"), of_share])
    table = table.rename(columns={"slope_lower": "lower", "slope_upper": "upper"})
    table = table.assign(name=[series_name(name) for name in table.index], steady=yes_no(table["p"] <= 0.05))
    columns = ["name", "slope", "lower", "upper", "unit", "s", "pairs", "p", "steady"]
    write(table[columns], "population_trends")


def series_name(series):
    return SERIES[series][0].capitalize() + (" (20–24 yaş hariç)" if series.endswith(WITHOUT) else "")


def divisions(n):
    """Where the stretches after the first begin, for every division of n years into stretches of 3 or more."""
    yield ()
    for first in range(3, n - 2):
        for later in divisions(n - first):
            yield (first, *(first + start for start in later))


def bic(left, years, parameters):
    return years * (np.log(2 * np.pi * left / years) + 1) + parameters * np.log(years)


def levels_of(series):
    """The division into levels with the smallest BIC, the best other one, and that of a straight line."""
    values, n = series.to_numpy(dtype=float), len(series)
    best = {}
    for starts in divisions(n):
        left = sum(((part - part.mean()) ** 2).sum() for part in np.split(values, starts))
        found = bic(left, n, 2 * (len(starts) + 1))
        best[len(starts)] = min(best.get(len(starts), (np.inf, ())), (found, starts))
    line = bic((np.polyfit(range(n), values, 1, full=True)[1]).item(), n, 3)
    told, starts = min(best.values())
    other = min([found for found, division in best.values() if division != starts] + [line])
    means = [part.mean() for part in np.split(values, starts)]
    steps = [(series.index[at], *pair) for at, pair in zip(starts, pairwise(means), strict=True)]
    return {"breaks": len(starts), "years": n, "bic": told, "other": other, "line": line, "steps": steps}


def breaks(both, shares):
    tables = {"": both[IN_ORDER], "_share": shares}
    found = {name: levels_of(table[name]) for table in tables.values() for name in table}
    steps = [
        (year, name, *SERIES[name][1:], after, before) for name in found for year, before, after in found[name]["steps"]
    ]
    steps = pd.DataFrame(steps, columns=["year", "series", *SERIES_KEY[1:], "numerator", "denominator"])
    steps["value"] = steps["numerator"] - steps["denominator"]
    frame = pd.DataFrame(found).T.drop(columns="steps").astype(float)
    frame = frame.assign(margin=frame["other"] - frame["bic"], is_line=frame["line"] < frame["bic"])

    def keep_all(measure, unit, value, numerator, denominator):
        parts = (part[name] for name in (value, numerator, denominator))
        key = in_the_last_year(part)
        keep(f"population{kind}_breaks{measure}", unit, key["source"], key, *parts)

    for kind, name, unit in (("", "step", "persons"), ("_share", "step_pp", "percentage_points")):
        part, mine = frame.loc[list(tables[kind])], steps[steps["series"].isin(tables[kind])]
        keep_all("", "breaks", "breaks", "breaks", "years")
        columns = (mine[column] for column in ("value", "numerator", "denominator"))
        keep(f"population{kind}_break_{name}", unit, mine["source"], mine[["year", "sex", "ages"]], *columns)
        keep_all("_margin", "bic", "margin", "other", "bic")
        keep_all("_line_is_better", "flag", "is_line", "line", "bic")

    order = [*both.columns[:3], "all", *both.columns[3:], WITHOUT]
    table = steps[steps["series"].map(frame["margin"]) >= 2]
    table = table.sort_values("series", key=lambda column: column.map(order.index), kind="stable")
    unit = np.where(table["series"].isin(shares), "puan", "kişi")
    table = table.assign(name=[series_name(series) for series in table["series"]], unit=unit)
    write(table[["name", "year", "denominator", "numerator", "value", "unit"]], "population_breaks")


def limits_with_air(values):
    air = 0.06 * (values.max() - values.min())
    return values.min() - air, values.max() + air


def year_axis(ax, years):
    ax.set(xlim=(min(years) - 0.8, max(years) + 0.8), xlabel="")
    ax.xaxis.set_major_locator(MaxNLocator(nbins=9, integer=True))
    ax.grid(axis="x", visible=False)


def draw_population(table, limits, name, note=None):
    figure, ax = plt.subplots()
    long = table[["women", "men"]].melt(ignore_index=False, var_name="sex", value_name="n").reset_index()
    colours = {"women": WOMEN, "men": MEN}
    looks = {"hue": "sex", "style": "sex", "palette": colours, "markers": {"women": "o", "men": "s"}, "dashes": False}
    sns.lineplot(long, x="year", y="n", **looks, errorbar=None, legend=False, ax=ax)
    ax.set(ylabel="", ylim=limits)
    ax.yaxis.set_major_formatter(lambda value, _position: number(value))
    year_axis(ax, table.index)
    last = table.iloc[-1]
    middle, apart = (last["women"] + last["men"]) / 2, max(last["women"] - last["men"], 1450) / 2
    for sex, word, height in (("women", "Kadın", middle + apart), ("men", "Erkek", middle - apart)):
        place = {"xy": (1.01, height), "xycoords": ("axes fraction", "data"), "va": "center"}
        ax.annotate(f"{word} {number(last[sex])}", **place, color=colours[sex], fontweight="bold")
    if note is not None:
        year = table["men"].idxmax()
        text = f"{year}, 20–24 yaş:\n{number(note.loc[year, 'men'])} erkek, {number(note.loc[year, 'women'])} kadın"
        arrow = {"arrowstyle": "-", "color": MUTED, "linewidth": 0.8, "shrinkB": 5}
        where = {"xytext": (22, -2), "textcoords": "offset points", "va": "center", "fontsize": 8.5}
        ax.annotate(text, (year, table.loc[year, "men"]), **where, bbox=BOX, arrowprops=arrow)
    save(figure, name)


def draw_young(ratio, flagged):
    figure, ax = plt.subplots()
    bars = ax.bar(ratio.index, ratio, color="#d9d4e1", edgecolor=INK, linewidth=0.6, width=0.72)
    for bar, is_flagged in zip(bars, flagged, strict=True):
        if is_flagged:
            bar.set(hatch="////", facecolor="#fdd0a2")
    labels = [number(value) for value in ratio]
    ax.bar_label(bars, labels, padding=3, fontsize=8.5, bbox=BOX)
    ax.axhline(150, color=INK, linewidth=1.1, linestyle=DASHED)
    ax.annotate("150", (1.01, 150), xycoords=("axes fraction", "data"), va="center", fontweight="bold")
    ax.set_ylabel("100 kadına düşen erkek")
    ax.margins(y=0.12)
    year_axis(ax, ratio.index)
    save(figure, "men_per_100_women_20_24")


def draw_slopes(shares):
    figure, ax = plt.subplots(figsize=(7.2, 2.4))
    for (name, share), moved in zip(shares.items(), (-1.5, 1.5), strict=True):
        ends = share.iloc[[0, -1]].to_numpy()
        ax.plot([0, 1], ends, color=WOMEN, marker="o", markersize=6.5, clip_on=False)
        for x, value, side in ((0, ends[0], -1), (1, ends[1], 1)):
            where = {"xytext": (side * 22, moved if side > 0 else 0), "textcoords": "offset points", "va": "center"}
            text = f"{name} {percent(value)}"
            ax.annotate(text, (x, value), **where, ha="left" if side > 0 else "right", annotation_clip=False)
    for x, year in ((0, share.index[0]), (1, share.index[-1])):
        ax.axvline(x, color=RULE, linewidth=0.9, zorder=1, clip_on=False)
        ax.annotate(
            str(year), (x, 1.04), xycoords=("data", "axes fraction"), ha="center", fontweight="bold", fontsize=10.5
        )
    ax.set_xlim(0, 1)
    ax.margins(y=0.08)
    ax.axis("off")
    save(figure, "share_of_women_then_and_now")


def draw_contributions(parts):
    figure, ax = plt.subplots()
    women, men = parts["women"], parts["men"]
    looks = {"color": WOMEN, "hatch": "////", "edgecolor": "white", "linewidth": 0}
    ax.bar(parts.index, women, width=0.72, label="Kadın", **looks)
    ax.bar(parts.index, men, bottom=women.where(women * men > 0, 0), width=0.72, color=MEN, linewidth=0, label="Erkek")
    looks = {"linestyle": "none", "marker": "D", "color": "white", "markeredgecolor": INK, "markersize": 6}
    ax.plot(parts.index, women + men, label="Toplam", **looks)
    ax.axhline(0, color=INK, linewidth=0.9)
    ax.set_ylabel("puan")
    ax.yaxis.set_major_formatter(lambda value, _position: signed(value))
    ax.legend(ncols=3, frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1.0), handlelength=1.4)
    year_axis(ax, parts.index)
    save(figure, "contributions")


# --- mahalles ----------------------------------------------------------------

FUNNEL_Z = {95: 1.959964, 99.8: 3.090232}
ALPHABET = "0123456789. abcçdefgğhıijklmnoöprsştuüvyz"
# Where the name of a mahalle stands beside its mark in the funnel, in points.
FUNNEL_LABELS = {
    **{"41309": (0, -11), "41310": (0, 10), "41311": (0, 10), "41312": (-24, 1), "41313": (0, 11), "41314": (20, 0)},
    **{"41315": (17, 0), "41316": (0, -11), "41317": (17, 0), "41318": (0, 11), "41319": (0, 11)},
}


def mahalles():
    places = read("mahalles", dtype={"mahalle_code": str}).set_index("mahalle_code")
    counts = read("mahalle_population", dtype={"mahalle_code": str})
    table = women_and_men(counts[counts["year"] == YEAR], "mahalle_code")
    women, men, people = table["women"].sum(), table["men"].sum(), table["total"].sum()
    district = women / people
    table = table.assign(
        name=places["name"],
        share_of_women=table["women"] / table["total"],
        men_per_100_women=100 * table["men"] / table["women"],
        gap_pp=100 * (table["women"] - table["men"]) / table["total"],
        share_of_district=table["total"] / people,
        location_quotient=table["women"] / table["total"] * people / women,
        error=lottery_error(table["total"], district, people),
    )
    table["z"] = (table["share_of_women"] - district) / table["error"]
    keep_mahalles(table)
    squares = table["total"] * (table["share_of_women"] - district) ** 2 / (district * (1 - district))
    chi_square, degrees = squares.sum(), len(table) - 1
    dispersion = chi_square / degrees
    table["adjusted_z"] = table["z"] / np.sqrt(dispersion)

    def keep_one(measure, unit, value, numerator, denominator):
        key = pd.DataFrame({"year": [YEAR]})
        keep(f"mahalle_{measure}", unit, "mahalle_population", key, value, numerator, denominator)

    keep_funnel("funnel", table, "z", table["error"], district)
    keep_funnel("funnel_adjusted", table, "adjusted_z", table["error"] * np.sqrt(dispersion), district)
    half = chi_square / 2  # with an even number of degrees the tail of chi-square is a finite sum
    p = exp(-half) * sum(half**k / factorial(k) for k in range(degrees // 2))
    keep_one("chi_square_p", "probability", p, chi_square, degrees)
    keep_one("overdispersion", "ratio", dispersion, chi_square, degrees)
    d = (table["women"] / women - table["men"] / men).abs().sum() / 2
    chance = people / (2 * women * men) * sum(mean_deviation(int(n), int(women), int(people)) for n in table["total"])
    keep_one("dissimilarity", "index", d, women, men)
    keep_one("dissimilarity_by_chance", "index", chance, women, men)
    keep_one("dissimilarity_corrected", "index", (d - chance) / (1 - chance), d, chance)

    write_mahalles(table, district)
    draw_sides(table.sort_values("total", ascending=False))
    draw_shares(table.sort_values("share_of_women", ascending=False), district)
    draw_map(table.join(places[["longitude", "latitude"]]), district)
    draw_funnel(table, district, dispersion)


def lottery_error(size, district, people):
    """Standard error of the share of women among so many, dealt out of all people without return."""
    return np.sqrt(district * (1 - district) / size * (people - size) / (people - 1))


def keep_mahalles(table):
    key = pd.DataFrame({"year": YEAR, "place": table.index})
    women, men, total = table["women"], table["men"], table["total"]
    people = total * 0 + total.sum()
    measures = [
        ("share_of_women", "fraction", "share_of_women", women, total),
        ("men_per_100_women", "men_per_100_women", "men_per_100_women", men, women),
        ("gap_pp", "percentage_points", "gap_pp", women - men, total),
        ("share_of_district", "fraction", "share_of_district", total, people),
        ("location_quotient", "ratio", "location_quotient", women, total),
    ]
    for measure, unit, column, numerator, denominator in measures:
        keep(f"mahalle_{measure}", unit, "mahalle_population", key, table[column], numerator, denominator)


def keep_funnel(name, table, z, error, district):
    """Distance z, limits of chance, and what lies outside of them; once as counted, once adjusted."""
    source, key = "mahalle_population", pd.DataFrame({"year": YEAR, "place": table.index})
    parts = (table["women"], table["total"])
    keep(f"mahalle_{name}_z", "z_score", source, key, table[z], *parts)
    for side, sign in (("lower", -1), ("upper", 1)):
        for level, by in FUNNEL_Z.items():
            of_all = (part.sum() for part in parts)
            keep(
                f"mahalle_{name}_{side}",
                "fraction",
                source,
                key.assign(level=level),
                district + sign * by * error,
                *of_all,
            )
    for level, by in FUNNEL_Z.items():
        keep(f"mahalle_{name}_outside", "flag", source, key.assign(level=level), table[z].abs() > by, *parts)


def mean_deviation(n, women, people):
    """E|X - μ| of the women X among n residents drawn by lot from all people (hypergeometric)."""
    k, men = n * women // people + 1, people - women
    log = log_comb(women, k) + log_comb(men, n - k) - log_comb(people, n)
    return 2 * k * (men - n + k) / people * exp(log)


def log_comb(n, k):
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def in_alphabet(names):
    lowered = names.str.replace("I", "ı").str.replace("İ", "i").str.lower()
    return lowered.map(lambda name: [ALPHABET.index(letter) for letter in name])


def write_mahalles(table, district):
    order = table.sort_values("total", ascending=False).reset_index(names="place")
    columns = ["name", "place", "women", "men", "total"]
    columns += ["share_of_women", "men_per_100_women", "gap_pp", "share_of_district"]
    write(order[columns], "mahalle_population")
    name = read("municipality")["district"].iloc[0]
    whole = pd.DataFrame([{"name": name, "total": table["total"].sum(), "share_of_women": district}])
    page = pd.concat([order, whole])[["name", "total", "share_of_women"]]
    write(page.rename(columns={"share_of_women": "share"}), "who_lives_where")

    outside = sum((table["z"].abs() > by).astype(int) for by in FUNNEL_Z.values())
    words = ["sınırlar içinde", "%95 sınırı dışında", "%99,8 sınırı dışında"]
    funnel = table.assign(
        size=table["total"],
        value=table["share_of_women"],
        lower_95=district - FUNNEL_Z[95] * table["error"],
        upper_95=district + FUNNEL_Z[95] * table["error"],
        limits=[words[passed] for passed in outside],
    )
    columns = ["name", "size", "value", "location_quotient", "lower_95", "upper_95", "z", "adjusted_z", "limits"]
    write(funnel.sort_values("name", key=in_alphabet)[columns], "mahalle_funnel")


def draw_sides(table):
    figure, ax = plt.subplots(figsize=(7.2, 0.36 * len(table) + 1.1))
    rows = range(len(table))[::-1]
    men = ax.barh(rows, -table["men"], color=MEN, linewidth=0, height=0.72)
    women = ax.barh(rows, table["women"], color=WOMEN, hatch="////", edgecolor="white", linewidth=0, height=0.72)
    for bars, counts in ((men, table["men"]), (women, table["women"])):
        ax.bar_label(bars, [number(n) for n in counts], padding=4, fontsize=9, bbox=BOX)
    ax.axvline(0, color=INK, linewidth=0.9)
    ax.set_yticks(rows, table["name"])
    ax.margins(x=0.14, y=0.02)
    ax.grid(axis="y", visible=False)
    ax.xaxis.set_major_formatter(lambda value, _position: number(abs(value)))
    widest = table[["women", "men"]].to_numpy().max()
    for x, word, colour in ((-widest / 2, "Erkek", MEN), (widest / 2, "Kadın", WOMEN)):
        place = {"xycoords": ("data", "axes fraction"), "ha": "center", "va": "bottom"}
        ax.annotate(word, (x, 1.01), **place, color=colour, fontweight="bold", fontsize=10.5)
    save(figure, "mahalle_population")


def draw_shares(table, district):
    figure, ax = plt.subplots(figsize=(7.2, 0.36 * len(table) + 1.1))
    table = table.assign(row=range(len(table))[::-1])
    ax.hlines(table["row"], 0.5, table["share_of_women"], color=RULE, linewidth=3)
    more = table["share_of_women"] > 0.5
    for part, colour, marker, side in ((table[more], WOMEN, "o", 1), (table[~more], MEN, "s", -1)):
        ax.plot(part["share_of_women"], part["row"], linestyle="none", marker=marker, color=colour, markersize=8)
        for value, row in zip(part["share_of_women"], part["row"], strict=True):
            where = {"xytext": (8 * side, 0), "textcoords": "offset points", "va": "center", "fontsize": 9}
            ax.annotate(percent(value), (value, row), **where, ha="left" if side > 0 else "right", bbox=BOX)
    ax.axvline(0.5, color=INK, linewidth=0.9, label="Yarı: %50")
    ax.axvline(district, color=WOMEN, linewidth=1.3, linestyle=DASHED, label=f"İlçe: {percent(district, 2)}")
    ax.set_yticks(table["row"], table["name"])
    ax.margins(x=0.16, y=0.06)
    ax.grid(axis="y", visible=False)
    ax.xaxis.set_major_formatter(lambda value, _position: percent(value, 0))
    ax.legend(ncols=2, frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1.0))
    save(figure, "mahalle_share_of_women")


# Fill, edge, hatching and words by the distance to the district.
MAP_LOOKS = {
    "far_above": (PALE, "#2d004b", "", "1 puandan çok yüksek"),
    "above": ("#e6e2f1", "#2d004b", "", "en çok 1 puan yüksek"),
    "below": ("#ebebeb", "#4a4a4a", "//", "en çok 1 puan düşük"),
    "far_below": ("#c4c4c4", "#4a4a4a", "////", "1 puandan çok düşük"),
}


def draw_map(table, district):
    """Circles at the centres of the mahalles, moved apart where they would overlap; drawn in points."""
    width, height, key = 518.4, 397.1, 78
    figure = plt.figure(figsize=(width / 72, height / 72), layout="none")
    ax = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
    ax.axis("off")
    scale = 42 / np.sqrt(table["total"].max())
    radii = scale * np.sqrt(table["total"].to_numpy())
    x = table["longitude"].to_numpy() * cos(radians(table["latitude"].mean()))
    homes = np.column_stack([x, table["latitude"]])
    low, high = np.array([0, key]), np.array([width, height])
    room = (high - low - 2 * radii.max()) / np.ptp(homes, axis=0)
    homes = (homes - (homes.min(axis=0) + homes.max(axis=0)) / 2) * room.min() + (low + high) / 2
    centres = moved_apart(homes, radii, low, high)
    for (_code, row), centre, radius in zip(table.iterrows(), centres, radii, strict=True):
        apart = row["share_of_women"] - district
        side = "above" if apart > 0 else "below"
        fill, edge, hatch, _words = MAP_LOOKS[side if abs(apart) <= 0.01 else f"far_{side}"]
        ax.add_patch(Circle(centre, radius, facecolor=fill, edgecolor=edge, hatch=hatch, linewidth=0.9))
        place = (centre[0] + radius + 3, centre[1]) if radius < 21 else centre
        box = {"facecolor": "white" if radius < 21 else fill, "edgecolor": "none", "pad": 0.8}
        text = f"{row['name']}\n{percent(row['share_of_women'])}"
        ax.text(*place, text, ha="left" if radius < 21 else "center", va="center", fontsize=8, bbox=box)
    for n in (5000, 1000):
        radius, outer = scale * np.sqrt(n), scale * np.sqrt(5000)
        ax.add_patch(Circle((24 + outer, 3 + radius), radius, facecolor="none", edgecolor=INK))
        ax.plot([24 + outer, 30 + 2 * outer], [3 + 2 * radius] * 2, color=MUTED, linewidth=0.7)
        ax.text(33 + 2 * outer, 3 + 2 * radius, f"{number(n)} kişi", va="center", fontsize=8.5)
    arrow = {"arrowstyle": "-|>", "color": INK}
    ax.annotate("K", (9, 46), xytext=(9, 6), ha="center", va="bottom", fontsize=8.5, arrowprops=arrow)
    looks = [dict(zip(("facecolor", "edgecolor", "hatch", "label"), look, strict=True)) for look in MAP_LOOKS.values()]
    title = f"Kadın oranı, ilçeye ({percent(district, 2)}) göre"
    words = {"title": title, "fontsize": 8.5, "title_fontsize": 8.5, "alignment": "left"}
    ax.legend(handles=[Patch(**look) for look in looks], ncols=2, loc="lower right", frameon=False, **words)
    save(figure, "mahalle_map")


def moved_apart(centres, radii, low, high, gap=2.5):
    """Push circles that overlap away from each other, inside the frame, until none do."""
    wanted = radii[:, None] + radii + gap
    np.fill_diagonal(wanted, 0)
    while True:
        way = centres[:, None] - centres
        distance = np.hypot(way[..., 0], way[..., 1])
        short = np.maximum(wanted - distance, 0)
        if short.max() < gap / 2:
            return centres
        np.fill_diagonal(distance, 1)
        centres = centres + (way / distance[..., None] * short[..., None] / 4).sum(axis=1)
        centres = centres.clip(low + radii[:, None] + 1, high - radii[:, None] - 1)


def draw_funnel(table, district, dispersion):
    figure, ax = plt.subplots(figsize=(7.2, 4.4))
    size = np.geomspace(0.8 * table["total"].min(), 1.08 * table["total"].max(), 120)
    error = lottery_error(size, district, table["total"].sum())
    wide = FUNNEL_Z[99.8] * np.sqrt(dispersion) * error
    ax.fill_between(size, district - wide, district + wide, color="#efedf1", linewidth=0)
    lines = [(district + side * wide, (0, (1, 2)), "%99,8, düzeltilmiş") for side in (-1, 1)]
    for level, dash, text in ((95, DASHED, "%95"), (99.8, "-", "%99,8")):
        lines += [(district + side * FUNNEL_Z[level] * error, dash, text) for side in (-1, 1)]
    # How far the names of the lines are moved off their ends, in points.
    for (line, dash, text), moved in zip(lines, (0, 0, 2, -1, -4, 4), strict=True):
        ax.plot(size, line, color=MUTED, linewidth=1.2, linestyle=dash)
        label_right(ax, text, (size[-1], line[-1]), moved)
    ax.axhline(district, color=INK, linewidth=1.4)
    label_right(ax, f"İlçe: {percent(district, 2)}", (size[-1], district), 0, fontweight="bold")
    marks = [("o", 6, "white", "white", "tesadüf sınırları içinde"), ("s", 6.5, PALE, "#d0d0d0", "%95 sınırı dışında")]
    marks.append(("D", 7.5, WOMEN, "#4a4a4a", "%99,8 sınırı dışında"))
    outside = sum((table["z"].abs() > by).astype(int) for by in FUNNEL_Z.values())
    looks = {"linestyle": "none", "markeredgecolor": INK, "markeredgewidth": 0.9}
    for level, (marker, markersize, more, fewer, _word) in enumerate(marks):
        for part, fill in ((table["share_of_women"] >= district, more), (table["share_of_women"] < district, fewer)):
            shown = table[part & (outside == level)]
            look = {**looks, "marker": marker, "markersize": markersize, "markerfacecolor": fill, "zorder": 4}
            ax.plot(shown["total"], shown["share_of_women"], **look)
    for code, row in table.iterrows():
        where = {"xytext": FUNNEL_LABELS[code], "textcoords": "offset points", "ha": "center", "va": "center"}
        ax.annotate(row["name"], (row["total"], row["share_of_women"]), **where, fontsize=8.5, bbox=BOX, zorder=5)
    keys = zip(marks, ("white", RULE, INK), strict=True)
    handles = [
        Line2D([], [], **looks, marker=m, markersize=s, markerfacecolor=fill, label=word)
        for (m, s, *_fills, word), fill in keys
    ]
    ax.legend(handles=handles, ncols=3, frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1.0), handletextpad=0.3)
    widest = FUNNEL_Z[99.8] * np.sqrt(dispersion) * table["error"].max()
    air = 0.08 * np.ptp(table["total"])
    ax.set(xlim=(table["total"].min() - air, size[-1]), ylim=(district - 1.1 * widest, district + 1.1 * widest))
    ax.set(xlabel="Nüfus", ylabel="Kadın oranı")
    ax.xaxis.set_major_formatter(lambda value, _position: number(value))
    ax.yaxis.set_major_formatter(lambda value, _position: percent(value, 0))
    ax.yaxis.set_major_locator(MultipleLocator(0.05))
    save(figure, "mahalle_funnel")


def label_right(ax, text, end, moved, **looks):
    arrow = {"arrowstyle": "-", "color": MUTED, "linewidth": 0.6, "relpos": (0, 0.5), "shrinkA": 1, "shrinkB": 0}
    where = {"xytext": (14, moved), "textcoords": "offset points", "va": "center", "annotation_clip": False}
    ax.annotate(text, end, **where, fontsize=8, arrowprops=arrow, **looks)


# --- representation ----------------------------------------------------------

POSTS = {
    "council_member": "Belediye meclisi üyeleri",
    "muhtar": "Muhtarlar",
    "staff": "Belediye personeli",
    "department_head": "Müdürler",
    "deputy_mayor": "Başkan yardımcıları",
    "managers_department_heads": "Yöneticiler (müdürler)",
    "managers_with_deputy_mayors": "Yöneticiler (müdürler ve başkan yardımcıları)",
    "population": "İlçe nüfusu",
}
ELECTED = ["council_member", "muhtar"]


def day(texts):
    """Dates as readers write them; a source without one has no date."""
    return pd.to_datetime(texts).dt.strftime("%d.%m.%Y").fillna("tarih belirtilmemiş")


def posts_by_year():
    """Women and men in every post of which the source states the sex clearly, and the two definitions of managers."""
    counts = read("representation").rename(columns={"office": "part"})
    counts = counts[(counts["basis"] != "reading") & (counts["sex"] != "total")]
    heads = counts[counts["part"] == "department_head"].assign(part="managers_department_heads")
    both = counts[counts["part"].isin(["department_head", "deputy_mayor"])]
    both = both.assign(part="managers_with_deputy_mayors").groupby(["year", "part", "sex"], as_index=False)["n"].sum()
    counts = pd.concat([counts.assign(kind="office"), pd.concat([heads, both]).assign(kind="managers")])
    posts = women_and_men(counts, ["year", "kind", "part"]).reset_index()
    return posts.rename(columns={"total": "posts"}).assign(share=posts["women"] / posts["total"])


def representation():
    posts = posts_by_year()
    women, held = posts["women"], posts["posts"]
    fewer = posts[["women", "men"]].min(axis=1)
    posts = posts.assign(
        gap_pp=100 * (posts["men"] - women) / held,
        short_strict=(-(-held // 2) - women).clip(lower=0),
        short_nearest=(held // 2 - women).clip(lower=0),
        short_forty=(-(-2 * held // 5) - women).clip(lower=0),
        short_either=(-(-2 * held // 5) - fewer).clip(lower=0),
        short_third=(-(-held // 3) - women).clip(lower=0),
    )

    def keep_posts(measure, unit, column, numerator=women):
        keep(f"representation_{measure}", unit, "representation", posts, posts[column], numerator, held)

    keep_posts("share_of_women", "fraction", "share")
    keep_posts("gap_pp", "percentage_points", "gap_pp", posts["men"] - women)
    keep_posts("short_of_half_strict", "posts", "short_strict")
    keep_posts("short_of_half_nearest", "posts", "short_nearest")
    keep_posts("short_of_40_percent", "posts", "short_forty")
    keep_posts("short_of_40_percent_either_sex", "posts", "short_either", fewer)
    keep_posts("short_of_one_third", "posts", "short_third")
    lotteries(posts)
    write_posts(posts)
    write_statements(posts)
    draw_council(posts[posts["part"] == "council_member"].iloc[0])


def write_posts(posts):
    dates = read("representation").drop_duplicates("office").merge(read("sources"), on="source_id")
    dates = dates.assign(when=day(dates["reference_on"])).set_index("office")["when"]
    many = posts["posts"] >= 5  # of fewer posts no percentage is printed
    printed = posts.assign(
        name=posts["part"].map(POSTS),
        share_of_women=posts["share"].where(many),
        gap_pp=posts["gap_pp"].where(many),
        when=posts["part"].map(dates),
    )
    columns = ["name", "women", "men", "posts", "share_of_women"]
    is_managers = posts["kind"] == "managers"
    write(printed[is_managers][columns], "managers")
    offices = printed[~is_managers].sort_values(["share", "posts"], ascending=False)
    short = [f"short_{name}" for name in ("strict", "nearest", "forty", "either", "third")]
    write(offices[[*columns, "gap_pp", *short, "when"]], "representation")
    draw_dumbbells(offices)
    write_pages(posts.set_index("part"))


def write_pages(posts):
    glance = posts.loc[["council_member", "muhtar", "department_head", "deputy_mayor"]]
    for name in ("posts_at_a_glance", "brief_posts"):
        write(pd.DataFrame({"post": [POSTS[part] for part in glance.index], "women": glance["share"]}), name)
    groups = {"council_member": "Seçilenler", "muhtar": "Seçilenler"}
    groups |= dict.fromkeys(("deputy_mayor", "department_head", "staff"), "Atananlar ve çalışanlar")
    names = [POSTS[part] for part in groups]
    write(pd.DataFrame({"group": groups.values(), "name": names, "now": posts.loc[[*groups], "share"]}), "who_decides")


def binomial_at_most(k, n, share):
    return float(sum(comb(n, i) * share**i * (1 - share) ** (n - i) for i in range(k + 1)))


def fisher(k1, k2, n):
    """Two-sided p of Fisher's exact test of k1 and k2 women among n each."""
    weights = {i: comb(n, i) * comb(n, k1 + k2 - i) for i in range(max(0, k1 + k2 - n), min(n, k1 + k2) + 1)}
    return sum(weight for weight in weights.values() if weight <= weights[k1]) / sum(weights.values())


def lotteries(posts):
    """How a share compares with that of the residents and the voters, and how often a lottery gives so few women."""
    residents = women_and_men(read("population"), "year").loc[YEAR]
    voters = women_and_men(read("electorate"), "year").loc[2018]
    described = {"population": "31.12.2022 nüfusu, bütün yaşlar", "electorate": "2018 kayıtlı seçmenleri"}
    is_elected = posts["part"].isin(ELECTED)
    parts = [(posts, "population", YEAR, residents), (posts[is_elected], "electorate", 2018, voters)]
    against = pd.concat(
        part.assign(
            against=name,
            against_year=year,
            reference=described[name],
            ratio=part["share"] / (people["women"] / people["total"]),
            p=[
                binomial_at_most(k, n, Fraction(int(people["women"]), int(people["total"])))
                for k, n in zip(part["women"], part["posts"], strict=True)
            ],
        )
        for part, name, year, people in parts
    )
    half = [binomial_at_most(k, n, Fraction(1, 2)) for k, n in zip(posts["women"], posts["posts"], strict=True)]
    heads, staff = (posts[posts["part"] == part].iloc[0] for part in ("department_head", "staff"))
    (k, n), (women, people) = ((int(row["women"]), int(row["posts"])) for row in (heads, staff))
    pool = sum(comb(women, i) * comb(people - women, n - i) for i in range(k + 1)) / comb(people, n)

    source, both = "representation", "representation; " + against["against"]
    keep("representation_ratio", "ratio", both, against, against["ratio"], against["women"], against["posts"])
    key = pd.DataFrame({"year": [YEAR], "kind": "office", "part": "department_head", "against": "staff"})
    parts = (staff["share"] / heads["share"], staff["share"], heads["share"])
    keep("representation_glass_ceiling_index", "ratio", source, key, *parts)
    keep("representation_plausibility_half", "probability", source, posts, half, posts["women"], posts["posts"])
    parts = (against[column] for column in ("p", "women", "posts"))
    keep("representation_plausibility_reference", "probability", both, against, *parts)
    key = key.assign(against_year=YEAR)
    keep("representation_plausibility_pool", "probability", source, key, pool, k, n)
    elected = posts[is_elected]
    pairs = zip(elected["women"], elected["posts"], strict=True)
    clear = [next(rise for rise in range(k, n + 1) if fisher(k, rise, n) <= 0.05) for k, n in pairs]
    parts = (clear, elected["women"], elected["posts"])
    keep("representation_smallest_clear_rise", "persons", source, elected, *parts)
    write_lotteries(posts.assign(p=half), against, pool)


def write_lotteries(half, against, pool):
    half = half.sort_values(["year", "part"])
    against = against.sort_values(["against_year", "year", "part"], ascending=[False, True, True])
    against = against.assign(name=against["part"].map(POSTS))
    ratios = against.rename(columns={"women": "numerator", "posts": "denominator", "ratio": "value"})
    ratios["value"] = ratios["value"].where(ratios["denominator"] >= 5)
    write(ratios[["name", "reference", "numerator", "denominator", "value"]], "representation_ratio")

    half = half.assign(name=half["part"].map(POSTS), reference="Adayların yarısı kadın")
    heads = half[half["part"] == "department_head"].assign(p=pool, reference="Belediye personeli (tarih belirtilmemiş)")
    table = pd.concat([half, against, heads])
    table = table[(table["posts"] >= 5) & (table["part"] != "managers_department_heads")]
    order = list(half["part"])
    table = table.sort_values("part", key=lambda column: column.map(order.index), kind="stable")
    table = table.rename(columns={"reference": "lottery"})
    write(table[["name", "lottery", "women", "posts", "p"]], "plausibility")


def write_statements(posts):
    residents = women_and_men(read("population"), "year").loc[[YEAR]].assign(part="population").reset_index()
    counts = pd.concat([posts, residents.rename(columns={"total": "posts"})])
    stated = read("stated_percentages").rename(columns={"group": "part"}).merge(counts, on=["year", "part"])
    count = stated["women"].where(stated["sex"] == "female", stated["men"])
    stated = stated.assign(
        statement=stated["part"].map(POSTS) + ": " + stated["sex"].map({"female": "Kadın", "male": "Erkek"}),
        fraction=[f"{number(k)}/{number(n)}" for k, n in zip(count, stated["posts"], strict=True)],
        stated=stated["stated_percent"],
        recomputed=100 * count / stated["posts"],
    )
    stated["agrees"] = yes_no(stated["recomputed"].round(2) == stated["stated"])
    write(stated[["statement", "fraction", "stated", "recomputed", "agrees"]], "stated_percentages")

    events = read("events")
    printed = events["date_as_printed"] + " (yılı yazılı değil)"
    events["when"] = day(events["happened_on"]).where(events["happened_on"].notna() | printed.isna(), printed)
    write(events[["event", "when"]], "events")
    commissions = read("commissions")
    write(commissions.assign(number=commissions.index + 1)[["number", "name"]], "commissions")
    sources = read("sources")
    sources = sources.assign(when=day(sources["reference_on"]))
    columns = ["title", "producer", "when", "named_source", "licence"]
    write(sources[columns].rename(columns={"named_source": "named"}), "sources")


def draw_council(council):
    """Seats in two arcs, from left to right: women first."""
    figure, ax = plt.subplots(figsize=(7.2, 3.5))
    women, members = council["women"], council["posts"]
    outer = round(members * 1 / 1.76)
    arcs = [(1, angle) for angle in np.linspace(np.pi, 0, outer)]
    arcs += [(0.76, angle) for angle in np.linspace(np.pi, 0, members - outer)]
    arcs.sort(key=lambda seat: (-round(seat[1], 9), seat[0]))
    x, y = (np.array([radius * turn(angle) for radius, angle in arcs]) for turn in (np.cos, np.sin))
    looks = {"edgecolors": INK, "linewidths": 0.7}
    ax.scatter(x[:women], y[:women], s=530, color=WOMEN, marker="o", **looks)
    ax.scatter(x[women:], y[women:], s=435, color=MEN, marker="s", **looks)
    centred = {"ha": "center", "va": "center"}
    ax.text(0, 0.17, f"{women}/{members}", **centred, fontsize=24, fontweight="bold")
    ax.text(0, -0.02, f"kadın, {percent(women / members)}", **centred, fontsize=10.5)
    for place, text, colour in ((-0.75, f"Kadın: {women}", WOMEN), (0.75, f"Erkek: {members - women}", MEN)):
        ax.text(place, -0.2, text, **centred, color=colour, fontweight="bold", fontsize=10.5)
    ax.set(xlim=(-1.2, 1.2), ylim=(-0.3, 1.13), aspect="equal")
    ax.axis("off")
    save(figure, "council_seats")


def draw_dumbbells(offices):
    figure, ax = plt.subplots(figsize=(7.2, 0.5 * len(offices) + 1.3))
    rows = range(len(offices))[::-1]
    ax.hlines(rows, offices["share"], 0.5, color=RULE, linewidth=5)
    looks = {"linestyle": "none", "marker": "o", "zorder": 3}
    ax.plot([0.5] * len(offices), rows, **looks, markersize=8, markerfacecolor="white", markeredgecolor=INK)
    ax.plot(offices["share"], rows, **looks, markersize=10, color=WOMEN)
    for row, office in zip(rows, offices.itertuples(), strict=True):
        text = f"{office.women}/{office.posts}" + (f" · {percent(office.share)}" if office.posts >= 5 else "")
        where = {"xytext": (0, 8), "textcoords": "offset points", "ha": "center", "va": "bottom"}
        ax.annotate(text, (office.share, row), **where, fontsize=9, bbox=BOX, zorder=5)
    for x, text, dash in ((0.4, "%40", (0, (2, 2))), (0.5, "yarı", DASHED)):
        ax.axvline(x, color=INK, linewidth=1, linestyle=dash)
        ax.annotate(text, (x, 1.01), xycoords=("data", "axes fraction"), ha="center", va="bottom")
    ax.set_yticks(rows, offices["name"])
    ax.set(xlim=(-0.045, 0.62), ylim=(-0.6, len(offices) - 0.25), xlabel="Kadın oranı")
    ax.grid(axis="y", visible=False)
    ax.xaxis.set_major_formatter(lambda value, _position: percent(value, 0))
    save(figure, "representation")


# --- scenarios ---------------------------------------------------------------

PATHS = [
    {"color": "#3a1f6b", "linestyle": "-", "marker": "o"},
    {"color": "#8a6cc0", "linestyle": (0, (5, 2)), "marker": "s"},
    {"color": WOMEN, "linestyle": (0, (1, 1.2)), "marker": "^"},
    {"color": "#a58fd0", "linestyle": (0, (6, 1.5, 1, 1.5)), "marker": "D"},
]


def scenarios():
    posts = posts_by_year()
    seats, staff = (posts[posts["part"] == part].iloc[0] for part in ("council_member", "staff"))
    half = -(-seats["posts"] // 2)
    steps = pd.DataFrame({"step": range(4)})
    steps = steps.assign(short=half - seats["women"], elections=np.ceil((half - seats["women"]) / steps["step"]))
    steps["elections"] = steps["elections"].where(steps["step"] > 0)
    key = steps.assign(year=seats["year"], kind="office", part="council_member")
    key = key.assign(scenario="women_+" + steps["step"].astype(str))
    parts = (steps["short"], steps["step"])
    keep("scenario_seats_elections", "elections", "representation", key, steps["elections"], *parts)
    keep("scenario_seats_reached", "flag", "representation", key, steps["step"] > 0, *parts)
    write(steps.assign(reached=reached(steps["elections"])), "scenario_seats")
    draw_seats(seats, steps, half)

    turnover, today = Fraction(1, 20), Fraction(int(staff["women"]), int(staff["posts"]))
    hired = [today, Fraction(1, 2), Fraction(3, 5), Fraction(3, 4)]
    shares = pd.DataFrame(
        {women: [float(women - (women - today) * (1 - turnover) ** t) for t in range(31)] for women in hired},
        index=range(staff["year"], staff["year"] + 31),
    )
    years = pd.Series([(shares[w] >= 0.5).to_numpy().argmax() if w > 0.5 else nan for w in hired], index=hired)
    named = [f"turnover_{turnover}_women_{women}" for women in hired]
    key = pd.DataFrame({"year": staff["year"], "kind": "office", "part": "staff", "scenario": named})
    parts = (staff["women"], staff["posts"])
    keep("scenario_staff_years", "years", "representation", key, years, *parts)
    keep("scenario_staff_reached", "flag", "representation", key, years.notna(), *parts)
    for (_row, path), women in zip(key.iterrows(), hired, strict=True):
        key = pd.DataFrame([path] * len(shares)).assign(years_after=range(len(shares)))
        keep("scenario_staff_share", "fraction", "representation", key, shares[women], *parts)
    table = pd.DataFrame({"women_hired": map(float, hired), "turnover": float(turnover), "years": years.to_numpy()})
    write(table.assign(reached=reached(table["years"])), "scenario_staff")
    draw_staff(shares, years)


def reached(when):
    return np.where(when.notna(), "evet", "hiçbir zaman")


def label_end(ax, text, end, moved=0):
    width = 0.6 if moved else 0
    arrow = {"arrowstyle": "-", "color": MUTED, "linewidth": width, "relpos": (0, 0.5), "shrinkA": 2, "shrinkB": 6}
    where = {"xytext": (22, moved), "textcoords": "offset points", "va": "center", "annotation_clip": False}
    ax.annotate(text, end, **where, arrowprops=arrow)


def draw_seats(seats, steps, half):
    figure, ax = plt.subplots()
    ax.axhline(half, color=INK, linewidth=1, linestyle=DASHED, zorder=1)
    elections = np.arange(7)
    for look, row in zip(PATHS, steps.itertuples(), strict=True):
        women = (seats["women"] + elections * row.step).clip(max=seats["posts"])
        ax.plot(elections, women, markersize=7, clip_on=False, zorder=3, **look)
        when = f"{row.elections:.0f} seçim sonra" if row.step else "hiçbir zaman"
        label_end(ax, f"+{row.step}: {when}", (6, women[-1]))
    label_end(ax, f"yarı: {half}", (6, half))
    ax.set(xlim=(-0.18, 6), ylim=(-0.5, 1.02 * seats["posts"]), xlabel="sonraki seçimler", ylabel="kadın")
    ax.grid(axis="x", visible=False)
    save(figure, "scenario_seats")


def draw_staff(shares, years):
    figure, ax = plt.subplots()
    ax.axhline(0.5, color=INK, linewidth=1, linestyle=DASHED, zorder=1)
    first, last = shares.index[[0, -1]]
    moved = dict(zip(shares, (0, 0, 8, 0), strict=True))  # points off the end of the line
    for look, (hired, path) in zip(PATHS, shares.items(), strict=True):
        ax.plot(path, markevery=5, markersize=5, clip_on=False, zorder=3, **look)
        when = "hiçbir zaman"
        if not np.isnan(years[hired]):
            when = f"{years[hired]:.0f} yıl sonra"
            place = (first + years[hired], path[first + years[hired]])
            mark = {"color": look["color"], "marker": look["marker"], "markerfacecolor": "white"}
            ax.plot(*place, **mark, markersize=11, markeredgewidth=2.2, zorder=4)
        share = percent(float(hired), 0 if (100 * hired).denominator == 1 else 1)
        label_end(ax, f"işe alınanlarda {share}:\n{when}", (last, path[last]), moved[hired])
    label_end(ax, "yarı", (last, 0.5), -4)
    year_axis(ax, shares.index)
    air = 0.08 * (shares.to_numpy().max() - shares.to_numpy().min())
    limits = (shares.to_numpy().min() - air, shares.to_numpy().max() + air)
    ax.set(xlim=(first - 0.4, last), ylim=limits, ylabel="Kadın oranı")
    ax.yaxis.set_major_locator(MultipleLocator(0.1))
    ax.yaxis.set_major_formatter(lambda value, _position: percent(value, 0))
    save(figure, "scenario_staff")


# --- the plan ----------------------------------------------------------------

KINDS = {
    "yearly_flow": "yıl içindeki sayı",
    "stock": "yıl sonundaki durum",
    "completion_rate": "tamamlanma oranı",
    "ratio_of_counts": "iki sayının oranı",
    "milestone": "bir kez yapılacak iş",
    "report": "rapor",
}
UNIT_KINDS = {
    "municipal_directorate": "belediye müdürlüğü",
    "municipal_unit": "belediye birimi",
    "company": "belediye şirketi",
    "other_municipality": "diğer belediye",
    "state_body": "kamu kurumu",
    "university": "üniversite",
    "civil_society": "sivil toplum ya da meslek kuruluşu",
    "citizens_assembly": "kent konseyi",
    "muhtars": "muhtarlar",
    "collective": "birlikte anılan kurumlar",
}
METHOD_PARTS = {"unit_of_analysis": "Analiz birimi", "tool": "Veri toplama aracı", "application": "Uygulama"}


def catalogue():
    """Every action with its theme, goal and objective, and every measure at every action, in the order of the plan."""
    themes = read_texts("plan/themes").rename(columns={"name": "theme_name", "position": "theme_position"})
    objectives = read_texts("plan/objectives").drop(columns=["position", "reading", "note", "objective_code"])
    goals = read_texts("plan/goals").rename(columns={"position": "goal_position"})
    goals = goals.drop(columns=["theme", "goal_code", "reading", "note"])
    actions = read_texts("plan/actions").merge(themes, on="theme")
    actions = actions.merge(objectives, on="objective_id").merge(goals, on="goal_id")
    order = actions[["theme_position", "position"]].astype(int)
    actions = actions.loc[order.sort_values(["theme_position", "position"]).index].reset_index(drop=True)
    links = read_texts("plan/action_indicators")
    links = actions[["action_id", "theme", "theme_name"]].merge(links, on="action_id")
    return themes, actions, links, links.merge(read_texts("plan/measures"), on="indicator_id")


def plan():
    themes, actions, links, measured = catalogue()
    goals = read_texts("plan/goals")
    objectives = read_texts("plan/objectives").merge(goals[["goal_id", "theme"]], on="goal_id")
    counts = pd.DataFrame(
        {
            "goals": goals.groupby("theme")["goal_id"].nunique(),
            "objectives": objectives.groupby("theme")["objective_id"].nunique(),
            "actions": actions.groupby("theme")["action_id"].nunique(),
            "indicators": links.groupby("theme")["indicator_id"].nunique(),
            "measures": measured.groupby("theme")["measure_id"].nunique(),
        }
    ).loc[themes["theme"]]
    whole = [len(goals), len(objectives), len(actions), links["indicator_id"].nunique()]
    table = counts.assign(theme=themes["theme_name"].to_numpy())[["theme", *counts]]
    table.loc["whole"] = ["Planın tümü", *whole, measured["measure_id"].nunique()]
    write(table, "plan_themes")
    draw_overview(table.iloc[:-1], actions)

    write_actions(actions, links)
    units = write_units()
    draw_units(units.head(15))
    write_kinds(measured)
    method = read_texts("plan/methodology")
    section = method["body_name"] + ": " + method["part"].map(METHOD_PARTS)
    method = method.assign(section=section, part=method["position"])
    write(method[["section", "part", "text"]], "plan_methodology")
    write_frameworks(themes, actions)


def write_frameworks(themes, actions):
    articles, links = read_texts("plan/frameworks"), read_texts("plan/links")
    codes = (actions["theme_name"] + " " + actions["action_code"]).set_axis(actions["action_id"])
    links = links[links["subject"] == "action"].assign(code=links["subject_id"].map(codes))
    both = (links["first_reading"] == "true") & (links["second_reading"] == "true")
    for column, chosen in (("actions", links[both]), ("open", links[~both])):
        told = chosen.groupby(["framework", "article"])["code"].agg(", ".join)
        articles = articles.join(told.rename(column), on=["framework", "article"])
    names = read_texts("plan/principles").set_index("principle_id")["name"]
    articles["title"] = articles["title"].where(articles["title"] != "", articles["article"].map(names))
    articles["article"] = articles["article"].where(articles["article"].str.contains(r"\d"), "")
    articles = articles.rename(columns={"framework_name": "section"})
    write(articles[["section", "article", "title", "actions", "open"]], "plan_frameworks")


def write_actions(actions, links):
    texts = links.assign(position=links["position"].astype(int)).sort_values("position", kind="stable")
    texts = texts.merge(read_texts("plan/indicators"), on="indicator_id").groupby("action_id")["indicator_text"]
    named = read_texts("plan/action_units").merge(read_texts("plan/units"), on="unit_id")
    named = named[named["role"] == "responsible"].astype({"position": int}).sort_values("position", kind="stable")
    named = named.drop_duplicates(["action_id", "unit_id"]).groupby("action_id")["name"]
    period = actions["period_start"] + "–" + actions["period_end"]
    table = actions.assign(
        section=actions["theme_name"] + ": " + actions["goal_code"] + ". " + actions["goal_text"],
        code=actions["action_code"],
        action=actions["action_text"],
        indicators=actions["action_id"].map(texts.agg("; ".join)),
        responsible=actions["action_id"].map(named.agg(", ".join)),
        period=period.where(actions["period_start"] != "", ""),
    )
    write(table[["section", "code", "action", "indicators", "responsible", "period"]], "plan_actions")


def write_units():
    units, named = read_texts("plan/units").set_index("unit_id"), read_texts("plan/action_units")
    roles = named.groupby(["unit_id", "role"])["action_id"].nunique().unstack(fill_value=0)
    units = units.assign(
        kind=units["kind"].map(UNIT_KINDS),
        responsible=roles["responsible"],
        partner=roles["partner"],
        actions=named.groupby("unit_id")["action_id"].nunique(),
    )
    units = units.sort_values("actions", ascending=False, kind="stable")
    write(units[["name", "kind", "responsible", "partner"]], "plan_units")
    return units


def write_kinds(measured):
    measures = measured.drop_duplicates("measure_id")
    by_kind = measures.groupby("kind")
    table = pd.DataFrame(
        {
            "measures": by_kind.size(),
            "persons": by_kind["counts_persons"].agg(lambda flags: (flags == "true").sum()),
            "sensitive": by_kind["is_sensitive"].agg(lambda flags: (flags == "true").sum()),
            "actions": measured.groupby("kind")["action_id"].nunique(),
        }
    ).loc[list(KINDS)]
    table.insert(0, "kind", list(KINDS.values()))
    write(table, "plan_measures")


def draw_overview(themes, actions):
    """A row per theme, a block per goal, a square per action."""
    figure, ax = plt.subplots(figsize=(7.2, 0.74 * len(themes) + 0.2))
    widest = 0
    for row, (theme, counts) in zip(range(len(themes))[::-1], themes.iterrows(), strict=True):
        x = 0
        goals = actions[actions["theme"] == theme].groupby("goal_position", sort=False)
        for _goal, of_goal in goals:
            for _action in range(len(of_goal)):
                ax.add_patch(Rectangle((x, row - 0.32), 0.82, 0.46, facecolor=WOMEN, edgecolor="none"))
                x += 1
            x += 0.55
        ax.text(0, row + 0.2, counts["theme"], va="bottom", fontweight="bold")
        summary = f"{counts['goals']} amaç, {counts['objectives']} hedef, {counts['actions']} eylem"
        ax.text(x + 0.2, row - 0.09, summary, va="center", fontsize=9)
        widest = max(widest, x)
    ax.set(xlim=(-0.1, widest * 1.42), ylim=(-0.45, len(themes) - 0.35))
    ax.axis("off")
    save(figure, "plan_overview")


def draw_units(units):
    figure, ax = plt.subplots(figsize=(7.2, 0.32 * len(units) + 0.9))
    rows = range(len(units))[::-1]
    responsible = units["responsible"]
    others = units["actions"] - responsible  # a unit in both roles at one action counts once
    ax.barh(rows, responsible, color=WOMEN, linewidth=0, height=0.7, label="Sorumlu")
    looks = {"color": PALE, "hatch": "\\\\\\\\", "edgecolor": "white", "linewidth": 0, "height": 0.7}
    bars = ax.barh(rows, others, left=responsible, label="İşbirliği", **looks)
    ax.bar_label(bars, [str(n) for n in units["actions"]], padding=4, fontsize=9)
    ax.set_yticks(rows, units["name"])
    ax.margins(x=0.08, y=0.02)
    ax.grid(axis="y", visible=False)
    ax.legend(ncols=2, frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1.0))
    save(figure, "plan_units")


# --- audit of the indicators -------------------------------------------------

VERDICTS = {"yes": "evet", "partly": "kısmen", "no": "hayır", "not_applicable": "ilgili değil"}
GUIDE = "Belediyeler İçin Stratejik Planlama Rehberi (2019), hedef kartı"
DECREE = "Kamu İdarelerince Hazırlanacak Stratejik Planlara Dair Tebliğ (Resmî Gazete 28.07.2011, 28008), 4. bölüm"
CRITERIA = {
    "specific": (
        "İyi tanımlanmış",
        "Neyin, kimlerin sayıldığı yalnızca ifadesinden anlaşılıyor mu?",
        "Sayıştay, “iyi tanımlanma” ölçütü (örneğin Gaziemir Belediyesi 2018 yılı denetim raporu)",
    ),
    "measurable": (
        "Ölçülebilir",
        "Kayıtlardan yanıtlanabilen tek bir sayma kuralı var mı?",
        "Sayıştay, Performans Denetimi Rehberi, “ölçülebilirlik” ölçütü",
    ),
    "related": (
        "Hedefiyle ilgili",
        "Bağlı olduğu hedef konusunda bir şey söylüyor mu?",
        "Sayıştay, “ilgililik” ölçütü (örneğin Gaziemir Belediyesi 2018 yılı denetim raporu)",
    ),
    "baseline": ("Başlangıç değeri", "Plan bugünkü düzeyi veriyor mu?", DECREE),
    "target": ("Hedef değer", "Plan ulaşılacak düzeyi veriyor mu?", DECREE),
    "unit": ("Birimi yazılı", "Plan birimi yazıyor mu?", GUIDE),
    "holder": (
        "Sayıyı tutan birim sorumlu",
        "Sayıyı tutması en olası birim sorumlu birimler arasında mı? (Hangi birim olduğu bizim önerimizdir.)",
        GUIDE,
    ),
    "sex": (
        "İfadesinde cinsiyet",
        "Kişi sayılıyorsa: ifade cinsiyet ayrımı istiyor ya da yalnızca kadınları sayıyor mu?",
        "Planın kendi metodolojisi (cinsiyete göre veri)",
    ),
}


def audit():
    measured = catalogue()[-1].drop_duplicates("measure_id")  # each under the first action of the plan
    measured = measured.merge(read_texts("plan/audit_judgements"), on="measure_id")
    breakdowns = read_texts("plan/measure_breakdowns")
    by_sex = (breakdowns["breakdown"] == "sex") & breakdowns["basis"].isin(["indicator", "female_only"])
    gives_sex = measured["measure_id"].isin(breakdowns[by_sex]["measure_id"])
    verdicts = pd.DataFrame(
        {
            "specific": measured["is_specific"],
            "measurable": measured["is_measurable"],
            "related": measured["is_related"],
            "baseline": np.where(measured["has_baseline"] == "true", "yes", "no"),
            "target": np.where(measured["has_target"] == "true", "yes", "no"),
            "unit": np.where(measured["unit_printed"] != "", "yes", "no"),
            "holder": np.where(measured["holder_is_named"] == "true", "yes", "no"),
            "sex": np.select([measured["counts_persons"] == "false", gives_sex], ["not_applicable", "yes"], "no"),
        }
    )
    criteria = pd.DataFrame(CRITERIA, index=["name", "asks", "source"]).T
    counts = verdicts.apply(lambda column: column.value_counts()).reindex(VERDICTS).T.fillna(0).astype(int)
    criteria = criteria.join(counts)
    write(criteria[["name", "asks", *VERDICTS, "source"]], "audit_criteria")
    draw_answers(criteria)

    measured = measured.assign(section=measured["theme_name"])
    write(measured[["section", "name"]].join(verdicts.replace(VERDICTS)), "audit_measures")
    notes = measured[["specific_note", "measurable_note", "related_note", "measures_action_note"]].to_numpy()
    wordings = measured.assign(
        name=measured["name"] + " (“" + measured["measure_text"] + "”)",
        suggested=measured["suggested_wording"],
        found=[" ".join(note for note in dict.fromkeys(row) if note) for row in notes],
    )
    write(wordings[["section", "name", "suggested", "found"]], "audit_wordings")


def draw_answers(criteria):
    figure, ax = plt.subplots(figsize=(7.2, 0.46 * len(criteria) + 1.0))
    rows = range(len(criteria))[::-1]
    left = criteria["yes"] * 0
    looks = {
        "yes": (WOMEN, ""),
        "partly": (PALE, "\\\\\\\\"),
        "no": ("white", ""),
        "not_applicable": ("#ececec", "xxxx"),
    }
    for verdict, (colour, hatch) in looks.items():
        look = {"color": colour, "hatch": hatch, "edgecolor": INK, "linewidth": 0.6, "height": 0.66}
        bars = ax.barh(rows, criteria[verdict], left=left, label=VERDICTS[verdict], **look)
        labels = [str(n) if n >= 4 else "" for n in criteria[verdict]]
        for label in ax.bar_label(bars, labels, label_type="center", fontsize=9):
            if label.get_text():
                label.set_bbox(BOX)
        left = left + criteria[verdict]
    ax.set_yticks(rows, criteria["name"])
    ax.set_xlim(0, left.max())
    ax.margins(y=0.02)
    ax.grid(visible=False)
    ax.xaxis.set_visible(False)
    ax.spines["bottom"].set_visible(False)
    ax.legend(ncols=4, frameon=False, loc="lower center", bbox_to_anchor=(0.45, 1.0), handlelength=1.5)
    save(figure, "audit_answers")


if __name__ == "__main__":
    main()
