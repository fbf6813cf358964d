"""A person lives a year at the desk: no typed command, at most forty clicks, and nothing that a keyboard cannot do."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk.conftest import MAKE, ROOT, YEAR, fill_in
from openpyxl import load_workbook
from PIL import Image
from tuik.files import csv_file, flat

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api")
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
MOST_CLICKS = 40
PAGES = ("durum", "plan", "formlar", "gelenler", "veriler", "metinler", "rapor", "yedek", "yardim")
FAULTY = ("sosyal_isler", "dayanisma_merkezi", "kultur_egitim")
PICTURES = ROOT / "docs" / "images" / "desk"


class Person:
    """Who sits before the browser: every click and every choice of files is counted."""

    def __init__(self, page, folder: Path):
        self.page, self.folder, self.clicks = page, folder, 0
        folder.mkdir(exist_ok=True)

    def click(self, words: str, role: str = "button") -> None:
        self.clicks += 1
        self.page.get_by_role(role, name=re.compile(words)).first.click()

    def save(self, words: str) -> Path:
        """Click on what saves a file; where it lies."""
        with self.page.expect_download() as coming:
            self.click(words)
        path = self.folder / coming.value.suggested_filename
        coming.value.save_as(path)
        self.page.wait_for_timeout(800)  # the page asks for itself anew
        self.page.wait_for_load_state()
        return path

    def drop(self, *paths: Path) -> None:
        """Drop files on the place for them; as many clicks as it takes to choose them in a window."""
        self.clicks += 1
        with self.page.expect_navigation():
            self.page.set_input_files("input[name=files]", [str(path) for path in paths])

    def picture(self, name: str) -> None:
        """A picture of the page for the guide: made anew where the variable YEEP_PICTURES is set."""
        if os.environ.get("YEEP_PICTURES"):
            PICTURES.mkdir(exist_ok=True)
            height = min(1400, self.page.evaluate("document.documentElement.scrollHeight"))
            part = {"x": 0, "y": 0, "width": 1280, "height": height}
            path = PICTURES / f"{name}.png"
            self.page.screenshot(path=path, full_page=True, clip=part)
            Image.open(path).convert("P", palette=Image.Palette.ADAPTIVE, colors=128).save(path, optimize=True)

    def sees(self, words: str) -> None:
        playwright.expect(self.page.locator("main")).to_contain_text(words, timeout=20_000)


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as driver:
        installed = next((path for name in NAMES if (path := shutil.which(name))), None)
        browser = driver.chromium.launch(executable_path=installed, args=OPTIONS)
        yield browser
        browser.close()


def year_before_it_began(home: Path) -> Path:
    """The example with no answer and no population of the year, where the desk looks for folders; ş and a space in its path."""
    data = Path(shutil.copytree(ROOT / "examples" / "ornek", home / "Belgeler" / "YEEP" / "Örnekdere Eşitlik" / "data"))
    (data / "results" / f"{YEAR}.csv").unlink()
    place = data / "municipality.csv"  # TÜİK's codes of districts have four digits, and none is like this one
    place.write_text(place.read_text(encoding="utf-8").replace("99001,", "9901,"), encoding="utf-8")
    shutil.rmtree(data / "editions" / str(YEAR))
    for name in (
        "population",
        "population_by_age",
        "mahalle_population",
        "reference_population",
        "results/corrections",
    ):
        path = data / f"{name}.csv"
        head, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        place = head.strip().split(",").index("year")
        path.write_text(head + "".join(line for line in lines if line.split(",")[place] != str(YEAR)), encoding="utf-8")
    return data


@pytest.fixture
def started(tmp_path) -> Iterator[tuple[str, Path]]:
    """A desk that was started as its launcher does; the page that lets a browser in."""
    data = year_before_it_began(tmp_path)
    settings = tmp_path / "settings"
    (settings).mkdir()
    (settings / "user-dirs.dirs").write_text(f'XDG_DOCUMENTS_DIR="{tmp_path / "Belgeler"}"\n', encoding="utf-8")
    environment = os.environ | {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(settings), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "yeep_analysis", "desk", "--no-browser"]
    process = subprocess.Popen(
        command,
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # even in the background of a shell
    )
    assert any("http://127.0.0.1" in line for line in process.stdout)
    yield (settings / "yeep" / "yeep-masa.html").as_uri(), data
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 0


def filled_in(blank: Path) -> dict[str, Path]:
    """The forms of a zip as the units of the story fill them in."""
    folder = blank.with_suffix("")
    with zipfile.ZipFile(blank) as archive:
        archive.extractall(folder)
    units = dict.fromkeys(line["unit_id"] for line in MAKE["table"]("story.csv") if line["year"] == str(YEAR))
    forms = {unit: folder / f"{YEAR}-{unit}.xlsx" for unit in units}
    for unit, form in forms.items():
        fill_in(form, first_delivery(unit))
    return forms


def corrected(packages: Path) -> list[Path]:
    """The forms of the packages to send back, filled in anew."""
    folder = packages.with_suffix("")
    with zipfile.ZipFile(packages) as archive:
        archive.extractall(folder)
    forms = [next(folder.rglob(f"{YEAR}-{unit}*.xlsx")) for unit in FAULTY]
    for unit, form in zip(FAULTY, forms, strict=True):
        fill_in(form, first_delivery(unit))
    return forms


def first_delivery(unit: str) -> list[dict[str, str]]:
    lines = [line for line in MAKE["table"]("story.csv") if (line["year"], line["unit_id"]) == (str(YEAR), unit)]
    first = min(line["delivery"] for line in lines)
    return [line for line in lines if line["delivery"] == first]


def spoiled(form: Path, to: Path, value: object) -> Path:
    book = load_workbook(form)
    numbers = [cell for at, cell in MAKE["open_cells"](book) if isinstance(cell.value, int)]
    numbers[0].value = value
    to.parent.mkdir(exist_ok=True)
    book.save(to)
    return to


def looked_at(browser, page) -> list[str]:
    """What axe-core finds on a page; the policy of the page would keep it out, so it is put in by the test."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page)
    return [f"{one['id']}: {one['nodes'][0]['target']}" for one in found.response["violations"]]


def test_a_year_at_the_desk(browser, started, tmp_path):
    entrance, _data = started
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page = context.new_page()
    said, asked = [], []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    person = Person(page, tmp_path / "İndirilenler")

    # Sitting 1: start, the plan, the forms.
    page.goto(entrance)
    page.wait_for_url("**/durum")
    base = page.url.rsplit("/", 2)[0]
    person.sees("2025 formları hazırlanmadı")
    person.click("^Formları hazırla$", "link")
    page.get_by_label("Son gün").fill("2026-02-20")
    page.get_by_label("Soruları kim yanıtlar?").fill("Ayşe Yılmaz")
    sent = person.save("^Hepsini indir$")
    forms = filled_in(sent)
    assert len(forms) == 6

    # Sitting 2: eight files, five of them with faults.
    page.goto(base + "/2025/durum")
    bad = tmp_path / "gelen"
    returned = [form for unit, form in forms.items() if unit not in FAULTY]
    returned += [spoiled(forms[unit], bad / forms[unit].name, "92 kişi") for unit in FAULTY]
    letter = bad / "Kent Konseyi cevap yazısı.docx"
    letter.write_bytes(b"PK no form")
    again = spoiled(forms["fen_isleri"], bad / "2025-fen_isleri (düzeltilmiş).xlsx", 7)
    person.drop(*returned, letter, again)
    person.sees("8 dosya bakılmayı bekliyor")
    person.sees("Bu bir yazı belgesi")
    person.sees("Hangisi geçerli?")
    page.goto(base + "/2025/durum")
    person.sees("8 dosya geldi")
    person.picture("durum")
    page.goto(base + "/2025/gelenler")
    assert not (found := looked_at(browser, page)), "\n".join(found)
    person.clicks += 1
    page.get_by_label("2025-fen_isleri.xlsx", exact=False).first.check()
    person.click("^Bu form geçerli$")
    person.click("^Hazır formların hepsini aktar$")
    person.sees("değer aktarıldı")
    packages = person.save("paketi indir$")
    with zipfile.ZipFile(packages) as archive:
        assert sum(name.endswith(".xlsx") for name in archive.namelist()) == 3
        assert any(
            "Sayın yetkili" in archive.read(n).decode("utf-8-sig") for n in archive.namelist() if n.endswith(".txt")
        )
    person.sees("Düzeltme bekleniyor")
    person.picture("gelenler")
    person.click("^Masadan sil: Kent Konseyi")

    # Sitting 3: the corrections.
    person.drop(*corrected(packages))
    person.click("^Hazır formların hepsini aktar$")
    person.sees("bekleyen dosya yok")
    assert not (found := looked_at(browser, page)), "\n".join(found)

    # Sitting 4: TÜİK, the heads, the texts.
    person.click("^Veriler", "link")
    row = flat("2025|Örnekil(Örnekdere)-9901|20310|20940|", header="Cinsiyet:Erkek|Cinsiyet:Kadın")
    person.drop(csv_file(tmp_path / "indirilen.csv", row))
    person.sees("20.940")
    person.sees("Henüz hiçbir şey değişmedi")
    person.picture("veriler")
    assert not (found := looked_at(browser, page)), "\n".join(found)
    person.click("sayıyı al$")
    person.sees("2025 nüfusu var")
    person.clicks += 1
    page.locator("summary", has_text="Müdürler").click()
    form = page.locator("details[open]")
    form.get_by_label("Kadın").fill("6")
    form.get_by_label("Erkek").fill("7")
    form.get_by_label("Kaynak").fill("İnsan Kaynakları Müdürlüğü yazısı, 20.01.2026")
    person.click("^Kaydet: Müdürler$")
    person.sees("Müdürler: kaydedildi")
    for name, words in (("Metinler", "Önsöz"), ("Öneriler", "Öneriler")):
        person.click(f"^{name}", "link")
        page.get_by_role("textbox").fill(f"**{words}**\n\nPlanın son yılı 😀.")
        person.click("^Kaydet:")
        person.sees("1 işaret basılamaz")
    person.picture("metinler")

    # Sitting 5: the report, and a backup.
    person.click("^Rapor", "link")
    person.sees("2025 raporu hazırlanabilir")
    person.click("^2025 raporunu hazırla$")
    person.sees("Rapor hazırlanıyor")
    assert not (found := looked_at(browser, page)), "\n".join(found)
    page.locator(".chapters .done").first.wait_for(timeout=120_000)
    person.picture("rapor")
    page.goto(base + "/2025/durum")
    playwright.expect(page.get_by_role("status")).to_contain_text("2025 raporu hazırlanıyor")
    page.goto(base + "/2025/rapor")
    playwright.expect(page.locator("h1")).to_have_text("2025 raporu hazır", timeout=400_000)
    playwright.expect(page.get_by_role("link", name=re.compile("^Aç ?: Rapor, PDF"))).to_be_visible(timeout=60_000)
    address = page.get_by_role("link", name=re.compile("^Aç ?: Rapor, PDF")).get_attribute("href")
    person.clicks += 1
    assert context.request.get(base + address).body().startswith(b"%PDF")
    opened = context.new_page()
    opened.goto(base + page.get_by_role("link", name=re.compile("Web sayfası")).first.get_attribute("href"))
    assert "2025" in opened.title()
    opened.close()
    person.click("^Yedek$", "link")
    assert zipfile.ZipFile(person.save("^Yedek al$")).testzip() is None

    print(f"clicks: {person.clicks}")
    assert person.clicks <= MOST_CLICKS
    assert said == []
    assert [url for url in asked if not url.startswith((base, "file:", "data:", "blob:"))] == []
    for spoken in ("tr", "en"):
        if spoken == "en":
            page.get_by_role("button", name="English").click()
        for name in PAGES:
            page.goto(f"{base}/2025/{name}")
            assert not (found := looked_at(browser, page)), "\n".join([spoken, name, *found])
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        for name in PAGES:
            page.goto(f"{base}/2025/{name}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, name)
    context.close()


def test_the_keyboard_alone_suffices(browser, started):
    entrance, _data = started
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(entrance)
    page.wait_for_url("**/durum")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _press in range(80):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.innerText || document.activeElement.id"))
    assert "Formları hazırla" in reached and "files" in reached and "Masayı kapat" in reached
    assert any(words.startswith("Gelenler") for words in reached)
    page.get_by_role("link", name="Formları hazırla").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/formlar")
    context.close()


def test_without_a_script_the_desk_works(browser, started, tmp_path):
    entrance, _data = started
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(entrance)
    page.get_by_role("button").click()
    page.wait_for_url("**/durum")
    page.set_input_files("input[name=files]", {"name": "x.docx", "mimeType": "x/y", "buffer": b"x"})
    page.get_by_role("button", name="Dosyaları bırak").click()
    playwright.expect(page.locator("main")).to_contain_text("Bu bir yazı belgesi")
    context.close()


def test_a_desk_that_was_closed_is_told_by_an_open_page_and_nothing_is_handed_over(browser, started):
    entrance, _data = started
    context = browser.new_context()
    page = context.new_page()
    page.goto(entrance)
    page.wait_for_url("**/durum")
    page.route("**/alive", lambda route: route.abort())
    page.evaluate("look()")
    playwright.expect(page.get_by_role("alert")).to_contain_text("Masa kapalı")
    context.close()
