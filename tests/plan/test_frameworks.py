"""The plan beside frameworks: what answers each article, which articles nothing answers, how two readings agree."""

import csv
import re
import shutil
from pathlib import Path

import pytest

from yeep_analysis.cli.main import main
from yeep_analysis.municipality.load_plan import load_plan
from yeep_analysis.plan import sentences, tables
from yeep_analysis.plan.frameworks import agreement, answered
from yeep_analysis.reporting.follow_up import load_follow_up, load_frameworks
from yeep_analysis.words import language
from yeep_analysis.words.errors import DataError
from yeep_analysis.words.terms import ReporterBasis, TitleStatus

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def loaded():
    plan = load_plan(DATA)
    return plan, load_follow_up(DATA, plan)


def rows(name):
    with (DATA / "plan" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_thirty_articles_of_the_charter_are_there_and_marked_as_renderings(loaded):
    _plan, follow_up = loaded
    charter = [row for row in follow_up.frameworks if row.framework == "charter"]
    assert [row.article for row in charter] == [str(number) for number in range(1, 31)]
    assert {row.title_status for row in charter} == {TitleStatus.RENDERING}


def test_what_is_shipped_is_a_proposal(loaded):
    _plan, follow_up = loaded
    assert {row.basis for row in follow_up.links} == {ReporterBasis.PROPOSAL}
    assert all(row.first_reading or row.second_reading for row in follow_up.links)


def test_every_article_is_in_the_table_with_what_answers_it(loaded):
    plan, follow_up = loaded
    answers = {(one.article.framework, one.article.article): one for one in answered(plan, *_of(follow_up))}
    assert len(answers) == len(rows("frameworks"))
    for (framework, article), one in answers.items():
        both = _seen_by_both(framework, article)
        assert {action.id for action in one.actions} == both
        assert not {action.id for action in one.open} & both
    assert answers["charter", "23"].actions == ()  # no action speaks of trafficking


def _of(follow_up):
    return follow_up.frameworks, follow_up.links


def test_agreement_is_counted_over_what_either_reading_has(loaded):
    _plan, follow_up = loaded
    links = rows("links")
    both = sum(row["first_reading"] == row["second_reading"] == "true" for row in links)
    found = agreement(follow_up.links)
    assert (found.both, found.either) == (both, len(links))
    assert found.share == both / len(links)


def test_the_word_of_the_municipality_settles_what_was_open(loaded):
    plan, follow_up = loaded
    doubtful = next(row for row in follow_up.links if not row.second_reading)
    said = doubtful.model_copy(update={"basis": ReporterBasis.CONFIRMED})
    for link, place in ((doubtful, "open"), (said, "actions")):
        (one,) = [
            one
            for one in answered(plan, follow_up.frameworks, [link])
            if (one.article.framework, one.article.article) == (link.framework, link.article)
        ]
        assert [action.id for action in getattr(one, place)] == [link.subject_id]
    assert agreement([said]).either == 0


def test_a_proposal_is_told_as_one_and_the_word_of_the_municipality_is_not(loaded):
    language.use("en")
    plan, follow_up = loaded
    answers = answered(plan, *_of(follow_up))
    said = [link.model_copy(update={"basis": ReporterBasis.CONFIRMED}) for link in follow_up.links]
    assert "A proposal of this software" in tables.frameworks(answers, [*said[1:], follow_up.links[0]]).note
    assert "proposal" not in tables.frameworks(answers, said).note


def test_what_only_one_reading_sees_is_not_told_as_unanswered(loaded):
    language.use("en")
    plan, follow_up = loaded
    doubtful = next(row for row in follow_up.links if not row.second_reading)
    article = next(
        row for row in follow_up.frameworks if (row.framework, row.article) == (doubtful.framework, doubtful.article)
    )
    told = sentences.frameworks(answered(plan, [article], [doubtful]), [doubtful])
    assert f"Only one of the two readings sees an action for: {article.article}." in told
    assert "No action answers:" not in told
    untold = sentences.frameworks(answered(plan, [article], []), [])
    assert f"No action answers: {article.article}." in untold and "readings" not in untold


@pytest.mark.parametrize(
    ("spoken", "words"), [("en", "nine topics added in 2022"), ("tr", "2022’de eklenen dokuz konu")]
)
def test_what_of_a_framework_is_left_out_is_told_of_that_one_alone(loaded, spoken, words):
    language.use(spoken)
    plan, follow_up = loaded
    told = sentences.frameworks(answered(plan, *_of(follow_up)), follow_up.links).splitlines()
    assert [words in line for line in told] == [True] + [False] * (len(told) - 1) and len(told) == 4


def test_a_link_to_nothing_is_refused(tmp_path):
    language.use("en")
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    path = data / "plan" / "links.csv"
    first, second, *rest = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([first, second.replace("charter", "tuzuk"), *rest]) + "\n", encoding="utf-8")
    with pytest.raises(DataError) as refused:
        load_follow_up(data, load_plan(data))
    assert [problem.where for problem in refused.value.problems] == ["plan/links.csv, row 2, column article"]


@pytest.mark.parametrize("spoken", ["tr", "en"])
def test_an_article_without_a_number_is_shown_by_its_title_alone(loaded, spoken):
    language.use(spoken)
    plan, follow_up = loaded
    keys = {row["article"]: row for row in rows("frameworks") if not any(map(str.isdigit, row["article"]))}
    names = {row["principle_id"]: row["name"] for row in rows("principles")}
    titles = [row["title_en"] if spoken == "en" else row["title"] or names[key] for key, row in keys.items()]
    frame = tables.frameworks(answered(plan, *_of(follow_up)), follow_up.links).frame
    assert list(frame.loc[frame["article"] == "", "title"]) == titles
    unanswered = sentences.frameworks(answered(plan, follow_up.frameworks, ()), ())
    assert all(f"“{title}”" in unanswered for title in titles)
    shown = [*frame["article"], *re.split(r"[\s,.:()]+", unanswered)]
    assert not {key for key in keys if "_" in key} & set(shown)


def test_a_theme_is_named_once_before_the_codes_of_its_actions(loaded):
    plan, follow_up = loaded
    shown = tables.frameworks(answered(plan, *_of(follow_up)), follow_up.links).frame.set_index("article")
    assert shown["open"]["21"] == "Kadına Yönelik Şiddetle Mücadele 1.1.2, 1.2.3"
    cells = [cell for cell in (*shown["actions"], *shown["open"]) if cell]
    assert max(cell.count(theme.shown) for cell in cells for theme in plan.themes.values()) == 1


def test_the_principles_of_the_plan_bear_their_own_names(loaded):
    _plan, follow_up = loaded
    own = [row for row in follow_up.frameworks if row.framework == "principles"]
    assert {row.title_status for row in own} == {TitleStatus.PLAN}
    assert [(row.article, row.title) for row in own] == [
        (row["principle_id"], row["name"]) for row in rows("principles")
    ]
    assert not any(row["title"] for row in rows("frameworks") if row["framework"] == "principles")


def test_an_article_that_has_no_title_and_is_no_principle_is_refused(tmp_path):
    language.use("en")
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    path = data / "plan" / "frameworks.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",power,Güç,", ",power,,"), encoding="utf-8")
    for load in (load_follow_up, load_frameworks):
        with pytest.raises(DataError) as refused:
            load(data, load_plan(data))
        (problem,) = refused.value.problems
        assert problem.where == f"plan/frameworks.csv, row {_row_of('power')}, column title"


def _row_of(article):
    return [row["article"] for row in rows("frameworks")].index(article) + 2


def _seen_by_both(framework, article):
    return {
        row["subject_id"]
        for row in rows("links")
        if (row["framework"], row["article"]) == (framework, article)
        and row["first_reading"] == row["second_reading"] == "true"
    }


def test_the_command_shows_what_answers_a_principle(capsys):
    assert main(["plan", "--article", "principles:yonetisim", "--data", str(DATA), "--format", "csv"]) == 0
    shown = [row["action_id"] for row in csv.DictReader(capsys.readouterr().out.splitlines())]
    assert sorted(shown) == sorted(_seen_by_both("principles", "yonetisim")) and shown


def test_the_command_shows_what_answers_an_article(capsys):
    assert main(["plan", "--article", "charter:3", "--data", str(DATA), "--format", "csv"]) == 0
    shown = [row["action_id"] for row in csv.DictReader(capsys.readouterr().out.splitlines())]
    assert sorted(shown) == sorted(_seen_by_both("charter", "3")) and shown
    assert main(["plan", "--article", "charter:99", "--data", str(DATA)]) == 2
