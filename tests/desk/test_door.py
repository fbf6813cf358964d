"""Who is let in, and what every request must bring: each attack of another page, program or user is refused."""

from __future__ import annotations

import io
import os
import re
import stat

import pytest

from desk.conftest import ADDRESS, YEAR, Visitor
from yeep_analysis.desk.app import LARGEST_UPLOAD
from yeep_analysis.desk.door import Door

BASE = f"http://{ADDRESS}"
CHANGE = f"/{YEAR}/formlar/deadline"
PAGES = ("durum", "plan", "formlar", "gelenler", "veriler", "metinler", "rapor", "yedek", "yardim")


@pytest.fixture
def stranger(visitor):
    """The same desk, called by a browser without its cookie."""
    visitor.client.delete_cookie(visitor.desk.door.cookie_name, domain="127.0.0.1")
    return visitor


# --- the address -------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8123", "127.0.0.1:8124", "localhost:8123", "[::1]:8123"]
)
def test_another_name_of_this_computer_is_refused(visitor, host):
    answer = visitor.client.get("/", base_url=BASE, headers={"Host": host})
    assert answer.status_code == 403 and "Örnekdere" not in answer.text


# --- the cookie --------------------------------------------------------------


@pytest.mark.parametrize("page", ["/", *(f"/{YEAR}/{name}" for name in PAGES), f"/{YEAR}/plan/workbook.xlsx", "/alive"])
def test_without_the_cookie_nothing_is_shown(stranger, page):
    answer = stranger.get(page)
    assert answer.status_code == 403 and "Örnekdere" not in answer.text


def test_the_cookie_of_another_start_is_worth_nothing(visitor):
    other = Door(ADDRESS)
    visitor.client.set_cookie(other.cookie_name, other.cookie, domain="127.0.0.1")
    assert visitor.get("/").status_code == 403


def test_without_the_cookie_nothing_is_changed_even_with_the_token(stranger):
    assert stranger.post(CHANGE, deadline="2026-02-20").status_code == 403
    assert not (stranger.desk.data / "desk" / "desk.json").exists()


def test_two_desks_in_one_browser_have_cookies_of_their_own():
    assert Door("127.0.0.1:8123").cookie_name != Door("127.0.0.1:8124").cookie_name


# --- changes -----------------------------------------------------------------


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://127.0.0.1:8124", f"https://{ADDRESS}"])
def test_a_change_that_comes_from_another_page_is_refused(visitor, origin):
    headers = {"Origin": origin} if origin else {}
    data = {"token": visitor.desk.door.token, "deadline": "2026-02-20"}
    assert visitor.client.post(CHANGE, base_url=BASE, data=data, headers=headers).status_code == 403
    assert not (visitor.desk.data / "desk" / "desk.json").exists()


@pytest.mark.parametrize("token", ["", "x" * 64, Door(ADDRESS).token], ids=["none", "made up", "of another desk"])
def test_a_change_without_the_token_of_the_form_is_refused(visitor, token):
    assert visitor.post(CHANGE, token=token, deadline="2026-02-20").status_code == 403
    assert not (visitor.desk.data / "desk" / "desk.json").exists()


def test_every_form_of_every_page_carries_the_token(visitor):
    for name in PAGES:
        page = visitor.page(f"/{YEAR}/{name}")
        forms = re.findall(r'<form method="post".*?</form>', page, re.DOTALL)
        assert forms and all(f'name="token" value="{visitor.desk.door.token}"' in form for form in forms), name


def test_no_page_changes_anything_when_it_is_asked_for(visitor):
    def state():
        return {path: path.read_bytes() for path in visitor.desk.data.rglob("*") if path.is_file()}

    before = state()
    for name in PAGES:
        visitor.page(f"/{YEAR}/{name}")
    assert state() == before


def test_a_change_by_get_is_no_page(visitor):
    rules = [rule for rule in visitor.client.application.url_map.iter_rules() if "POST" in rule.methods]
    assert len(rules) > 25
    for rule in rules:
        assert "GET" not in rule.methods, rule.rule


# --- the way in --------------------------------------------------------------


def enter(visitor: Visitor, ticket: str, **headers: str):
    return visitor.client.post("/enter", base_url=BASE, data={"ticket": ticket}, headers=headers)


def test_a_ticket_lets_in_once(stranger):
    ticket = stranger.desk.door.ticket()
    answer = enter(stranger, ticket, Origin="null")
    cookie = answer.headers["Set-Cookie"]
    assert answer.status_code == 200 and "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert stranger.get(f"/{YEAR}/durum").status_code == 200
    assert enter(stranger, ticket, Origin="null").status_code == 403


@pytest.mark.parametrize(
    "ticket",
    ["", ".", "abc", f"abc.{'0' * 64}", Door(ADDRESS).ticket()],
    ids=["none", "dot", "word", "made up", "of another desk"],
)
def test_a_ticket_that_was_made_up_lets_nobody_in(stranger, ticket):
    answer = enter(stranger, ticket, Origin="null")
    assert answer.status_code == 403 and "Set-Cookie" not in answer.headers


def test_a_page_of_the_internet_cannot_post_a_ticket(stranger):
    ticket = stranger.desk.door.ticket()
    assert enter(stranger, ticket, Origin="http://evil.example").status_code == 403


def test_the_entrance_can_be_read_by_its_user_alone_and_goes_when_it_was_used(stranger):
    desk = stranger.desk
    path = desk.home.private("yeep-masa.html", desk.door.entrance())
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    ticket = re.search(r'name="ticket" value="([^"]+)"', path.read_text(encoding="utf-8")).group(1)
    assert desk.door.key not in path.read_text(encoding="utf-8")
    assert enter(stranger, ticket, Origin="null").status_code == 200
    assert not path.exists()


def test_no_address_carries_a_secret(visitor):
    for name in PAGES:
        addresses = re.findall(r'(?:href|src|action)="([^"]+)"', visitor.page(f"/{YEAR}/{name}"))
        for secret in (visitor.desk.door.token, visitor.desk.door.cookie, visitor.desk.door.key):
            assert not any(secret in address for address in addresses)


# --- what a page may do ------------------------------------------------------


def test_every_answer_carries_the_policy(visitor):
    for path in ("/", "/nothing", f"/{YEAR}/durum", "/static/desk.css", "/font/bold.ttf"):
        headers = visitor.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff" and headers["Referrer-Policy"] == "same-origin"


def test_no_page_needs_what_the_policy_forbids(visitor):
    for name in PAGES:
        page = visitor.page(f"/{YEAR}/{name}")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src=\"/static/)|javascript:", page), name
        assert not re.search(r'(?:href|src|action)="(?!/|#|\?)', page), name


def test_a_text_of_a_unit_is_never_markup(visitor):
    visitor.done(CHANGE, deadline="", person="<script>alert(1)</script>")
    page = visitor.page(f"/{YEAR}/formlar")
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page


# --- what is sent ------------------------------------------------------------


def test_too_large_a_file_is_refused_before_it_is_read(visitor):
    def refused():
        raise AssertionError("it was read")

    stream = io.BytesIO()
    stream.read = refused
    headers = {"Origin": BASE}
    answer = visitor.client.post(
        f"/{YEAR}/gelenler/drop",
        base_url=BASE,
        headers=headers,
        input_stream=stream,
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(LARGEST_UPLOAD + 1)},
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "name",
    [
        "../../municipality.csv",
        "..\\..\\municipality.csv",
        "/etc/passwd.xlsx",
        "C:\\x.xlsx",
        "con.xlsx",
        ".hidden",
        "a/b/c.csv",
        "\u202efdp.xlsx",
        "x" * 300 + ".xlsx",
    ],
)
def test_a_name_is_never_a_path(visitor, name):
    before = {path for path in visitor.desk.data.parent.rglob("*") if "arrived" not in path.parts}
    visitor.done(f"/{YEAR}/gelenler/drop", (name, b"something"))
    after = [path for path in visitor.desk.data.parent.rglob("*") if path not in before and "arrived" not in path.parts]
    assert [path.name for path in after] in (["desk.json"], [])
    (lying,) = [path for path in (visitor.desk.data / "desk" / "arrived").rglob("*") if path.is_file()]
    assert lying.parent.parent.name == "arrived" and re.fullmatch("[0-9a-f]{16}", lying.parent.name)
    assert len(lying.name) < 120 and not lying.name.startswith((".", "con."))


@pytest.mark.parametrize(
    "path",
    [
        f"/{YEAR}/rapor/2025/tr/..%2F..%2Fmanifest.json",
        f"/{YEAR}/rapor/2025/tr/manifest.json",
        f"/{YEAR}/rapor/..%2F../tr/report.html",
        f"/{YEAR}/rapor/2025/..%2F..%2F..%2Fdata/municipality.csv",
        "/static/..%2Fapp.py",
        "/static/../app.py",
        "/font/..%2F..%2Fx.ttf",
        "/font/Italic.ttf",
    ],
)
def test_no_path_of_a_browser_leads_out(visitor, path):
    report = visitor.desk.reports / "2025" / "tr"
    report.mkdir(parents=True)
    (report / "manifest.json").write_text('{"inputs": {"data": []}}', encoding="utf-8")
    assert visitor.get(path).status_code == 404


def test_a_report_is_shown_in_a_sandbox_of_its_own(visitor):
    report = visitor.desk.reports / "2025" / "tr"
    report.mkdir(parents=True)
    (report / "manifest.json").write_text('{"inputs": {"data": []}}', encoding="utf-8")
    (report / "report.html").write_text("<script>alert(1)</script>", encoding="utf-8")
    policy = visitor.get(f"/{YEAR}/rapor/2025/tr/report.html").headers["Content-Security-Policy"]
    assert policy.startswith("sandbox") and "allow-scripts" not in policy and "allow-same-origin" not in policy
    assert "default-src 'none'" in policy and "script-src" not in policy


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/evil",
        "javascript:alert(1)",
    ],
)
def test_the_way_back_stays_here(visitor, back):
    answer = visitor.post("/language", language="en", back=back)
    assert answer.headers["Location"] == "/"


def test_no_chapter_folder_and_no_data_folder_comes_from_a_browser(visitor):
    answer = visitor.post("/folder/open", number="/etc", folder="/etc", data="/etc")
    assert answer.status_code == 404
    assert visitor.desk.data.name == "data"
