"""The HTML as a reader's browser sees it: no request, no accessibility violation, readable on a phone and in print."""

from __future__ import annotations

import re
import shutil

import pytest

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api")
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
OPENED = "document.querySelectorAll('details').forEach(one => one.open = true)"
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="module", params=["tr", "en"])
def report(request, tmp_path_factory):
    from yeep_analysis.cli.main import main

    out = tmp_path_factory.mktemp("reports")
    assert main(["report", "2022", "--lang", request.param, "--out", str(out)]) == 0
    return out / "2022" / request.param / "report.html"


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as driver:
        installed = next((path for name in NAMES if (path := shutil.which(name))), None)
        browser = driver.chromium.launch(executable_path=installed, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, report):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.asked, page.said = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.said.append(message.text))
    page.goto(report.as_uri())
    yield page
    context.close()


def test_the_page_asks_no_address_for_anything(page, report):
    assert [url for url in page.asked if not url.startswith("data:")] == [report.as_uri()]
    assert page.said == []


def looked_at(browser, report) -> tuple[int, str]:
    """How many violations axe-core finds in a page, and its words."""
    from axe_playwright_python.sync_playwright import Axe

    # axe-core is put in by the test; the page's own policy would keep it out.
    count, said = 0, ""
    for width in (390, 1280):  # as a phone and as a desk show it, with all that is folded opened
        context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900})
        page = context.new_page()
        page.goto(report.as_uri())
        page.evaluate(OPENED)
        found = Axe().run(page)
        context.close()
        count, said = count + found.violations_count, said + found.generate_report()
    return count, said


def test_axe_finds_no_violation(browser, report):
    count, words = looked_at(browser, report)
    assert count == 0, words


@pytest.fixture(scope="module")
def closing(tmp_path_factory):
    """The closing evaluation of the fictional municipality: every kind of chapter, texts by people, the heat grid."""
    from yeep_analysis.cli.main import main

    out = tmp_path_factory.mktemp("closing")
    assert main(["report", "2023-2025", "--data", "examples/ornek", "--out", str(out)]) == 0
    return out / "2023-2025" / "tr" / "report.html"


def test_axe_finds_no_violation_in_a_closing_evaluation(browser, closing):
    count, words = looked_at(browser, closing)
    assert count == 0, words


def test_a_closing_evaluation_fits_on_a_phone_and_asks_for_nothing(browser, closing):
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(closing.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert [url for url in asked if not url.startswith("data:")] == [closing.as_uri()]
    context.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_the_page_never_scrolls_sideways(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_figure_is_shown_at_its_full_width(page):
    page.evaluate(OPENED)
    widths = page.eval_on_selector_all("figure[id] > img", "images => images.map(i => [i.naturalWidth, i.clientWidth])")
    assert len(widths) >= 8
    assert all(natural > 0 and shown > 300 for natural, shown in widths)


def test_contents_and_annex_are_folded_and_the_contents_lead_into_the_annex(page):
    assert page.eval_on_selector_all("details", "all => all.map(one => one.open)") == [False, False]
    page.locator(".contents summary").click()
    link = page.locator(".contents a").last
    target = link.get_attribute("href")
    link.click()
    page.wait_for_function("id => Math.abs(document.querySelector(id).getBoundingClientRect().top) < 850", arg=target)
    assert page.evaluate("document.querySelector('.annex').open")


def test_a_phone_shows_a_fact_before_the_contents(browser, closing):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(closing.as_uri())
    places = [page.locator(one).first.bounding_box()["y"] for one in (".facts .value", ".contents")]
    assert places[0] < places[1] and places[0] < 844
    values = page.eval_on_selector_all(
        "main > .cards td.newest", "all => all.map(one => one.getBoundingClientRect().right)"
    )
    assert values and max(values) <= 390, "the newest value is seen without moving anything"
    context.close()


def test_a_keyboard_reaches_the_content_first(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#content"


def test_a_table_can_be_downloaded_as_it_is_printed(page):
    page.evaluate(OPENED)
    with page.expect_download() as download:
        page.locator("#table-population .download a").click()
    assert download.value.suggested_filename == "population.csv"
    text = download.value.path().read_text(encoding="utf-8")
    assert re.search(r"2022,32270,30653,62923,0\.5128", text)


def test_on_a_phone_a_figure_is_seen_as_a_whole(page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.evaluate(OPENED)
    ends = page.eval_on_selector_all("figure[id] > img", "all => all.map(i => i.getBoundingClientRect().right)")
    assert ends and max(ends) <= 390
