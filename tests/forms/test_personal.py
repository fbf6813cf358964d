"""Personal data: found in every spelling, no false alarm, never repeated, and nothing is taken in."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.comments import Comment

from forms.filling import cells, fill, fill_clean, key_columns, key_rows, open_cells, run, told
from yeep_analysis.intake.personal import EMAIL, IBAN, IDENTITY, PHONE, personal_data
from yeep_analysis.reporting.results_folder import load_results
from yeep_analysis.words.terms import Field

ID, PHONED, MAILED = "10000000146", "05321234567", "ayse.yilmaz@ornek.com.tr"
ACCOUNT = "TR330006100519786457841326"  # the example of the standard
FEW = settings(max_examples=80, deadline=None)


def identity_number(first: list[int]) -> str:
    """Nine digits with their two check digits."""
    odd, even = sum(first[0::2]), sum(first[1::2])
    tenth = (odd * 7 - even) % 10
    return "".join(map(str, [*first, tenth, (sum(first) + tenth) % 10]))


def iban(body: str) -> str:
    """Twenty-two digits as a Turkish IBAN: the check digits are 98 minus the rest by 97 of body, TR and 00."""
    return f"TR{98 - int(body + '292700') % 97:02}{body}"


NINE = st.tuples(st.integers(1, 9), *[st.integers(0, 9)] * 8).map(list)


# --- national identity numbers ---------------------------------------------------------------------------


@FEW
@given(NINE)
def test_every_identity_number_is_found(first):
    assert personal_data(identity_number(first)) == [IDENTITY]


@FEW
@given(NINE, st.integers(0, 10), st.integers(1, 9))
def test_an_identity_number_with_one_wrong_digit_is_none(first, place, more):
    digits = [int(digit) for digit in identity_number(first)]
    digits[place] = (digits[place] + more) % 10
    assert IDENTITY not in personal_data("".join(map(str, digits)))


@pytest.mark.parametrize(
    "text",
    [
        ID,
        f"T.C. kimlik no: {ID}",
        f"TC:{ID}",
        f"TCKN{ID}",
        f"({ID})",
        f"{ID}.",
        f"{ID}'li kişi",
        f"Ayşe Yılmaz {ID} başvurdu",
        "100 000 001 46",
        "100-000-001-46",
        "100.000.001.46",
        "10 000 000 146",
        f"{ID}/2024",
        f"{ID}\n{ID}",
        f"{ID}, {ID}",
        f"1. {ID}",
        f"1) {ID}",
        f"1 {ID}",
        f"3 kişi: 1 {ID}",
        f"{ID} {ID}",
        f"{ID}-{ID}",
        f"12.05.2024 {ID}",
        f"{ID} 12.05.2024",
        f"{ID} 05321234567",
        "100\u00a0000\u00a0001\u00a046",
        "100–000–001–46",
    ],
)
def test_an_identity_number_is_found_wherever_and_however_it_is_written(text):
    assert IDENTITY in personal_data(text)


# --- telephones ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "05321234567",
        "5321234567",
        "0532 123 45 67",
        "0532 123 4567",
        "0532 1234567",
        "0 532 123 45 67",
        "0(532)1234567",
        "0 (532) 123 45 67",
        "(0532) 123 45 67",
        "0532-123-45-67",
        "0532.123.45.67",
        "0532/123 45 67",
        "532 123 45 67",
        "+905321234567",
        "+90 532 123 45 67",
        "+90 (532) 123 45 67",
        "+90-532-123-4567",
        "0090 532 123 45 67",
        "90 532 123 45 67",
        "905321234567",
        "0\u00a0532\u00a0123\u00a045\u00a067",
        "0532–123–45–67",
        "0532 12 34 567",
        "0532 1234 567",
        "0232 123 45 67",
        "0 (232) 123 45 67",
        "+90 232 123 45 67",
        "(232) 123 45 67",
        "Tel: 0312 456 78 90",
        "tel.0532 123 45 67’den arayın",
    ],
)
def test_a_telephone_is_found_however_it_is_written(text):
    assert PHONE in personal_data(text)


# --- e-mail and bank accounts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "ayse@ornek.com",
        "ayse.yilmaz@ornek.bel.tr",
        "AYSE@ORNEK.COM",
        "ayse_y-1+x@alt.ornek.org",
        "<ayse@ornek.com>",
        "E-posta:ayse@ornek.com.",
        "ayşe@örnek.com",
        "mailto:ayse@ornek.com",
        "a@b.com, c@d.com",
        "ayse@ornek.com'a yazın",
    ],
)
def test_an_email_address_is_found(text):
    assert EMAIL in personal_data(text)


@FEW
@given(st.text("0123456789", min_size=22, max_size=22))
def test_every_turkish_iban_is_found_in_one_piece_and_in_groups_of_four(body):
    account = iban(body)
    groups = " ".join(account[place : place + 4] for place in range(0, 26, 4))
    for text in (account, account.lower(), groups, f"IBAN: {groups}."):
        assert IBAN in personal_data(text), text


@pytest.mark.parametrize(
    "text",
    [
        f"{ACCOUNT} numaralı hesap",
        "TR33 0006 1005 1978 6457 8413 26 hesabına",
        "TR33 0006 1005 1978 6457 8413 26 Ziraat",
        f"IBAN {ACCOUNT}",
        f"hesap no {ACCOUNT} dir",
        f"{ACCOUNT}\n{ACCOUNT}",
        f"{ACCOUNT} {ACCOUNT}",
        "TR33-0006-1005-1978-6457-8413-26",
        "TR33\u00a00006\u00a01005\u00a01978\u00a06457\u00a08413\u00a026",
        "TR 33 0006 1005 1978 6457 8413 26",
        "DE89370400440532013000",
        "GB82 WEST 1234 5698 7654 32",
    ],
)
def test_an_iban_is_found_wherever_and_however_it_is_written(text):
    assert IBAN in personal_data(text)


# --- no false alarm ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "1250",
        "100000000",
        "2023-2025",
        "2023–2025 döneminde 12 eğitim",
        "12.05.2024",
        "12.05.2024 - 15.05.2024",
        "2024-05-12",
        "2024-05-12T10:30:00",
        "12.05.2024 saat 10.30-12.00",
        "Meclis kararı 2021/56",
        "07.05.2024 tarihli ve 2024/123 sayılı karar",
        "E-12345678-900-2024/1234",
        "E-12345678-105.04-123456",
        "Sayı: 98765432-301.01-4567",
        "45.5",
        "Kadın 120, erkek 45, toplam 165",
        "12 15 18 20 22 30 41",
        "10, 20, 30, 40, 50, 60",
        "500, 120, 45, 30",
        "Mahalle kodu 41309",
        "T.C. Narlıdere Belediyesi",
        "Bütçe: 1.250.000,00 TL",
        "12345678901",
        "ISBN 978-605-00000-0-2",
        "@narlidere_bld",
        "saat 09:00-17:00, 3 @ 5",
        "444 0 123",
        "155, 183, 112",
        "6284 sayılı Kanun, 5393 sayılı Kanun m. 14",
        "No: 12 İzmir Caddesi Narlıdere",
        "yeep-form|1|2013|2023-2025|2024|kent_konseyi|measures",
    ],
)
def test_what_a_unit_writes_day_by_day_is_no_personal_data(text):
    assert personal_data(text) == []


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.from_regex(r"[A-Za-zİıſ]{2}[0-9]{2}( ?[0-9A-Za-zİış]){8,30}", fullmatch=True))
def test_any_text_is_looked_through_without_a_failure(text):
    personal_data(text)


@pytest.mark.parametrize("text", ["AB12 İzmir Konak Merkez", "Bu 24 BU24 İZMİRDEKİKADINLAR", "KM10 ſtraße Nummer elf"])
def test_turkish_capitals_behind_a_short_code_are_no_failure(text):
    assert personal_data(text) == []


def test_a_date_with_the_number_of_a_decision_is_no_identity_number():
    """“12.06.2024-145” is how decisions are cited; one hundredth of them carry check digits by chance."""
    alarms = []
    for days in range(0, 1096, 7):
        on = date(2023, 1, 2) + timedelta(days)
        alarms += [t for n in range(100, 1000, 9) if personal_data(t := f"{on:%d.%m.%Y}-{n}")]
    assert alarms == []


def test_counts_in_a_row_are_no_identity_number():
    rows = [f"{a} {b} 8 45 30 {c}" for a in range(10, 60, 7) for b in range(10, 50, 8) for c in range(10, 99, 3)]
    assert [row for row in rows if personal_data(row)] == []


@pytest.mark.parametrize("code", ["EK", "No", "KM", "Md"])
def test_words_behind_a_short_code_are_no_bank_account(code):
    """Two letters, two digits and words: of many lengths one leaves 1 when divided by 97."""
    rows = [f"{code}{n} kadin danisma merkezi toplanti tutanagi" for n in range(10, 100)]
    assert [row for row in rows if personal_data(row)] == []


@pytest.mark.parametrize("text", ["a" * 8_000, "ab12" * 2_000, "5" * 8_000, "0 5" * 2_500, "a@" * 4_000])
def test_a_long_text_is_looked_through_in_no_time(text):
    """A cell holds four times as much, a workbook a thousand such cells: all outside the bounded child process."""
    start = time.process_time()
    personal_data(text)
    assert time.process_time() - start < 0.1


# --- whole deliveries -----------------------------------------------------------------------------------------------

MEASURE = "measure/kent_konseyi_kadin"
SECRETS = {"identity": ID, "telephone": PHONED, "e-mail": MAILED, "account": ACCOUNT}


def in_a_text(sheet, secret):
    sheet.cell(key_rows(sheet)[MEASURE], key_columns(sheet)[Field.EXPLANATION]).value = f"Başvuran: {secret}, Ayşe"


def as_a_number(sheet, secret):
    sheet.cell(key_rows(sheet)[MEASURE], key_columns(sheet)[Field.FEMALE]).value = int(re.sub(r"\D", "", secret)[:11])


def in_a_number_cell(sheet, secret):
    sheet.cell(key_rows(sheet)[MEASURE], key_columns(sheet)[Field.FEMALE]).value = f"12 ({secret})"


def in_a_list_cell(sheet, secret):
    sheet.cell(key_rows(sheet)[MEASURE], key_columns(sheet)[Field.MISSING]).value = secret


def in_a_note(sheet, secret):
    sheet.cell(key_rows(sheet)[MEASURE], key_columns(sheet)[Field.FEMALE]).comment = Comment(f"bak: {secret}", "A")


def in_a_shut_cell(sheet, secret):
    sheet.cell(key_rows(sheet)[MEASURE], 4).value = secret


def in_the_margin(sheet, secret):
    sheet.cell(key_rows(sheet)[MEASURE] + 5, 30).value = secret


def in_the_keys(sheet, secret):
    sheet.cell(key_rows(sheet)[MEASURE] + 1, 1).value = secret


def in_the_keys_twice(sheet, secret):
    for row in (1, 2):
        sheet.cell(key_rows(sheet)[MEASURE] + row, 1).value = secret


def on_another_sheet(sheet, secret):
    sheet.parent.create_sheet("Liste").cell(3, 3).value = secret


def on_a_hidden_sheet(sheet, secret):
    hidden = sheet.parent.create_sheet("Liste")
    hidden.sheet_state, hidden.cell(3, 3).value = "hidden", secret


def as_a_name_of_a_sheet(sheet, secret):
    sheet.parent.create_sheet(secret[:31]).cell(1, 1).value = "liste"


PLACES = [
    in_a_text,
    in_a_number_cell,
    in_a_list_cell,
    in_a_note,
    in_a_shut_cell,
    in_the_margin,
    in_the_keys,
    in_the_keys_twice,
    on_another_sheet,
    on_a_hidden_sheet,
    as_a_name_of_a_sheet,
]
FILES = [(place, kind) for place in PLACES for kind in ("e-mail", "identity")]
FILES += [(in_a_text, "telephone"), (in_a_text, "account"), (as_a_number, "identity"), (as_a_number, "telephone")]


@pytest.fixture(scope="module")
def delivered(house, tmp_path_factory) -> SimpleNamespace:
    """One collection of many forms with personal data: code, output, what is told of each file, the data folder."""
    home = tmp_path_factory.mktemp("personal")
    for place, kind in FILES:
        workbook = load_workbook(house.forms["kent_konseyi"])
        sheet = next(sheet for sheet in workbook.worksheets if MEASURE in key_rows(sheet))
        place(sheet, SECRETS[kind])
        workbook.save(home / f"{place.__name__}-{kind}.xlsx")
    head = "year,unit_id,subject,subject_id,breakdown,category,field,value\n"
    row = "2024,kent_konseyi,measure,kent_konseyi_kadin,,,explanation,"
    (home / "csv.csv").write_text(f"{head}{row}Ara: {MAILED}\n", encoding="utf-8")
    (home / "csv-garbled.csv").write_text(f"{head}{row}BaÅŸvuran {MAILED}\n", encoding="utf-8")
    (home / "csv-without-head.csv").write_text(f"{row}{MAILED}\n", encoding="utf-8")
    (home / "csv-value-only.csv").write_text(f"{head}{row.replace('explanation', 'female')}{ID}\n", encoding="utf-8")
    (home / "csv-field.csv").write_text(f"{head}{row.replace('explanation', MAILED)}12\n", encoding="utf-8")
    (home / "csv-subject.csv").write_text(f"{head}{row.replace('kent_konseyi_kadin', MAILED)}12\n", encoding="utf-8")
    before = sorted(p.relative_to(house.data) for p in house.data.rglob("*") if p.is_file())
    code, shown, complaint = run("collect", 2024, home, "--data", house.data, "--lang", "en")
    after = sorted(p.relative_to(house.data) for p in house.data.rglob("*") if p.is_file())
    return SimpleNamespace(code=code, output=shown + complaint, told=told(complaint), untouched=before == after)


def of_file(delivered, name: str) -> list[tuple[str, str]]:
    return [(where, what) for where, what in delivered.told if where.startswith(f"{name},") or where == name]


def test_personal_data_stop_the_import_and_leave_the_results_alone(delivered):
    assert delivered.code == 3 and delivered.untouched
    assert "Traceback" not in delivered.output


@pytest.mark.parametrize(("place", "kind"), FILES, ids=lambda one: getattr(one, "__name__", one))
def test_personal_data_anywhere_in_a_workbook_are_told_by_their_kind(delivered, place, kind):
    words = {"identity": "identity number", "telephone": "telephone", "e-mail": "e-mail", "account": "IBAN"}[kind]
    assert any(words in what for _where, what in of_file(delivered, f"{place.__name__}-{kind}.xlsx"))


def test_the_cell_of_personal_data_is_named(delivered, opened):
    cell = cells(opened["kent_konseyi"])[MEASURE, Field.EXPLANATION]
    (problem,) = of_file(delivered, "in_a_text-e-mail.xlsx")
    assert problem[0].endswith(f"sheet “{cell.parent.title}”, cell {cell.coordinate}")


@pytest.mark.parametrize(
    "name", ["csv", "csv-garbled", "csv-without-head", "csv-value-only", "csv-field", "csv-subject"]
)
def test_personal_data_in_a_csv_stop_the_import(delivered, name):
    assert of_file(delivered, f"{name}.csv")


@pytest.mark.parametrize("kind", ["identity", "telephone", "account"])
def test_no_number_of_a_person_is_ever_repeated(delivered, kind):
    digits = re.sub(r"\D", "", SECRETS[kind])
    leaks = [one for one in delivered.output.splitlines() if digits in re.sub(r"[^0-9]", "", one)]
    assert leaks == []


def test_no_address_of_a_person_is_ever_repeated(delivered):
    assert [one for one in delivered.output.splitlines() if "ayse" in one.lower() or "ornek" in one.lower()] == []


def test_of_a_unit_with_personal_data_in_its_form_nothing_is_taken_in(house, data, tmp_path, collected):
    clean = tmp_path / "in" / "clean.xlsx"
    clean.parent.mkdir()
    fill_clean(house.forms["iskur"], to=clean)
    fill(house.forms["kent_konseyi"], {(MEASURE, Field.EXPLANATION): MAILED}, to=clean.with_name("personal.xlsx"))
    code, shown, complaint = collected(clean.parent)
    assert code == 3 and {row.unit_id for row in load_results(data, 2024).rows} == {"iskur"}
    assert MAILED not in shown + complaint


def test_a_form_as_it_was_sent_out_raises_no_alarm(opened):
    found = [
        (sheet.title, cell.coordinate)
        for workbook in opened.values()
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and personal_data(str(cell.value))
    ]
    assert found == [] and all(open_cells(workbook) for workbook in opened.values())


def test_the_data_of_this_repository_raise_no_alarm():
    files = sorted((Path(__file__).parents[2] / "data" / "plan").glob("*.csv"))
    found = [(f.name, n) for f in files for n, line in enumerate(f.open(encoding="utf-8")) if personal_data(line)]
    assert found == []
