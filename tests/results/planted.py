"""The catalogue of planted mistakes: what is spoilt, where it must be found, and the words that must say it.

Each mistake spoils cells, sheets or files that no other one touches, so that all can be planted at once. A function
returns the place (or places) that must be named; a place is the beginning of what the report says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from openpyxl.comments import Comment

from results.desk import Desk
from results.making import EB, FEN, IK, KDM
from yeep_analysis.words.terms import Field

VALUE, FEMALE, MALE, MISSING = Field.VALUE, Field.FEMALE, Field.MALE, Field.MISSING
EXPLANATION, STATUS, CONFIRMED = Field.EXPLANATION, Field.STATUS, Field.CONFIRMED
KSI, HEALTH, POLICE, COOP, ENGELLI = (
    "kultur_sosyal_isler",
    "saglik_isleri",
    "ilce_emniyet",
    "uretici_kadin_kooperatifi",
    "engelli_merkezi",
)
PRESS, PEOPLE, CITY, ISKUR, PARKS = "basin_yayin", "halk_egitim", "kent_konseyi", "iskur", "park_bahceler"
WOMEN, NEEDS, MEETING = "measure/siddet_goren_kadin", "measure/ihtiyac_analizi", "measure/muhtar_toplantisi"
VISITS, RATIO = "measure/evde_saglik_ziyareti", "measure/cocuk_ergen_danismanligi"
MAP, REPORT = "measure/kadin_yoksunlugu_haritasi", "measure/erkeklik_atolyesi_raporu"
IDENTITY = "10000000146"  # eleven digits that carry the check digits, of nobody
CSV_HEAD = "year,unit_id,subject,subject_id,breakdown,category,field,value\n"


@dataclass(frozen=True)
class Mistake:
    """One kind of mistake."""

    plant: Callable[[Desk], str | list[str]]
    words: tuple[str, ...]

    def places(self, desk: Desk) -> list[str]:
        """Plant it; the places that must be named."""
        found = self.plant(desk)
        return [found] if isinstance(found, str) else found


CATALOGUE: dict[str, Mistake] = {}


def mistake(name: str, *words: str) -> Callable:
    """Enter a function into the catalogue."""

    def enter(plant: Callable) -> Callable:
        assert name not in CATALOGUE
        CATALOGUE[name] = Mistake(plant, words)
        return plant

    return enter


def cell(name: str, unit: str, row: str, which: Field, value: object, *words: str) -> None:
    """A mistake that is one cell."""
    mistake(name, *words)(lambda desk: desk.put(unit, row, which, value))


# --- what no cell may hold

cell("negative", KSI, "measure/hobi_kursu", VALUE, -5, "“-5”", "negative")
cell("fraction", KSI, "measure/istihdam_semineri", VALUE, 12.5, "“12.5”", "fraction")
cell("separator for thousands", KSI, "measure/sektorel_egitim", VALUE, "1.250", "two ways", "1250", "1,250")
cell("yok", KSI, "measure/semt_merkezi", VALUE, "yok", "“yok”", "none, or not known")
cell("a dash", KSI, "measure/spor_organizasyonu", VALUE, "-", "“-”", "none, or not known")
cell("a unit beside the number", KSI, "measure/kres", VALUE, "5 adet", "“5 adet”", "not a number")
cell("a date for a number", KSI, "measure/cocuk_oyun_odasi", VALUE, datetime(2024, 5, 1), "date", "General")
cell("an error of Excel", KSI, "measure/kadin_emegi_kermesi", VALUE, "#REF!", "error of Excel", "#REF!")
cell("a formula without its result", KSI, "measure/kultur_sanat_kursu", VALUE, "=1+1", "formula", "not saved")
cell("too large", KSI, "measure/hizmet_binasi_kitapligi", VALUE, 10**9, "too large")
cell("true", KSI, "measure/spor_bransi", VALUE, True, "“true”", "not a number")
cell("spaces between digits", KSI, "measure/engelli_spor_bransi", VALUE, "12 345", "spaces between its digits")
cell("more than a hundred percent", FEN, "measure/spor_kompleksi_yapimi", VALUE, 120, "“120”", "more than 100 percent")
cell("an unknown status", KSI, "action/kentsel_g2_h1_e3", STATUS, "bitti", "“bitti”", "not in the list", "Completed")
cell("a thirteenth month", KSI, "once/last_month/measures", Field.LAST_MONTH, 13, "“13”", "not a month")
cell(
    "a reason that no unit gives",
    KSI,
    "measure/ikinci_el_standi",
    MISSING,
    "suppressed",
    "“suppressed”",
    "not in the list",
)
cell("too long a text", KSI, "action/kentsel_g3_h1_e1", EXPLANATION, "x" * 4001, "4,001 characters")
cell("a day that never was", KDM, REPORT, Field.DONE_ON, "30.02.2024", "“30.02.2024”", "not a day of the calendar")


@mistake("format of a percentage", "format of a percentage", "two ways")
def _(desk: Desk) -> str:
    desk.cell(FEN, "measure/pazaryeri", VALUE).number_format = "0%"
    return desk.put(FEN, "measure/pazaryeri", VALUE, 0.45)


@mistake("a cell that is not asked", "“Women” is not asked in this row", "Delete what stands there")
def _(desk: Desk) -> str:
    return desk.put(KSI, "measure/onemli_gun_etkinligi", FEMALE, 3)


# --- personal data

cell("identity number", KSI, "action/kentsel_g2_h1_e1", EXPLANATION, f"no {IDENTITY}", "national identity number")
cell("telephone", KSI, "action/kentsel_g3_h1_e2", EXPLANATION, "call 0532 123 45 67", "telephone")
cell("e-mail", KSI, "action/kentsel_g3_h1_e3", EXPLANATION, "ayse@example.org", "e-mail")
cell("account", KSI, "action/kentsel_g4_h1_e1", EXPLANATION, "TR33 0006 1005 1978 6457 8413 26", "bank account")


@mistake("telephone in a note", "telephone")
def _(desk: Desk) -> str:
    cell = desk.cell(KSI, "action/kentsel_g4_h1_e4", STATUS)
    cell.comment = Comment("Ayşe: 0 232 123 45 67", "unit")
    return desk.at(KSI, cell)


@mistake("e-mail outside the table", "e-mail")
def _(desk: Desk) -> str:
    cell = desk.sheet(KSI, "actions").cell(120, 30, "ayse@example.org")
    return desk.at(KSI, cell)


# --- what does not agree in a row

cell("sexes do not add up", IK, "measure/kadro_bazli_istihdam", VALUE, 41, "30 women + 10 men = 40", "total is 41")
cell(
    "value and reason",
    IK,
    "measure/personel_ureme_sagligi_egitimi",
    MISSING,
    "not collected",
    "a value, and also a reason",
)
cell("date after the year", EB, MAP, Field.DONE_ON, datetime(2025, 1, 1), "after the year of the form")
cell("not started with a value", ENGELLI, "action/egitim_g3_h1_e2", STATUS, "not started", "not started", "value 40")


@mistake("one sex only", "“Men” is blank")
def _(desk: Desk) -> str:
    desk.put(IK, "measure/kdm_teknik_personel", MALE, None)
    desk.put(IK, "measure/kdm_teknik_personel", VALUE, None)
    return desk.place(IK, "measure/kdm_teknik_personel", FEMALE)


@mistake("done without a date", "done, without its date")
def _(desk: Desk) -> str:
    desk.put(PARKS, MAP, Field.DONE_ON, None)
    return desk.place(PARKS, MAP, Field.DONE)


@mistake("ratio above its whole", "numerator (12)", "denominator (11)")
def _(desk: Desk) -> str:
    _without_parts(desk, KDM)
    desk.put(KDM, RATIO, Field.DENOMINATOR, 11)
    return desk.place(KDM, RATIO, Field.NUMERATOR)


@mistake("ratio without its whole", "“Denominator (whole)” is blank")
def _(desk: Desk) -> str:
    _without_parts(desk, PARKS)
    desk.put(PARKS, RATIO, Field.DENOMINATOR, None)
    return desk.place(PARKS, RATIO, Field.NUMERATOR)


def _without_parts(desk: Desk, unit: str) -> None:
    for age in ("0-5", "6-14", "15-24", "25-64", "65+", "unknown"):
        desk.put(unit, f"{RATIO}/age/{age}", Field.NUMERATOR, None)
        desk.put(unit, f"{RATIO}/age/{age}", Field.DENOMINATOR, None)


@mistake("completed without evidence", "completed, without evidence")
def _(desk: Desk) -> str:
    desk.put(ENGELLI, "measure/engelli_kadin_egitimi", EXPLANATION, None)
    desk.put(ENGELLI, "action/egitim_g3_h1_e1", EXPLANATION, None)
    return desk.put(ENGELLI, "action/egitim_g3_h1_e1", STATUS, "completed")


@mistake("completed without a value", "completed, and none of its indicators has a value")
def _(desk: Desk) -> str:
    desk.put(COOP, "measure/el_emegi_satis_yeri", VALUE, None)
    desk.put(COOP, "measure/el_emegi_satis_yeri", MISSING, "not collected")
    return desk.put(COOP, "action/istihdam_g4_h1_e2", STATUS, "completed")


# --- parts and whole


@mistake("mahalles above the whole", "By neighbourhood", "add up to 41, but the total is 40")
def _(desk: Desk) -> str:
    cell = desk.cell(EB, f"{NEEDS}/mahalle/unknown", VALUE)
    desk.put(EB, f"{NEEDS}/mahalle/unknown", VALUE, cell.value + 1)
    return _first_part(desk, EB, NEEDS, "mahalle", VALUE)


@mistake("mahalles below the whole", "By neighbourhood", "add up to 39, but the total is 40")
def _(desk: Desk) -> str:
    cell = desk.cell(EB, f"{MEETING}/mahalle/unknown", VALUE)
    desk.put(EB, f"{MEETING}/mahalle/unknown", VALUE, cell.value - 1)
    return _first_part(desk, EB, MEETING, "mahalle", VALUE)


@mistake("disabled above the whole", "By disability", "add up to 50, but the total is 40")
def _(desk: Desk) -> str:
    cell = desk.cell(HEALTH, f"{VISITS}/disability/disabled", VALUE)
    return desk.put(HEALTH, f"{VISITS}/disability/disabled", VALUE, cell.value + 10)


@mistake("parts without their whole", "A breakdown by age is given, but no total")
def _(desk: Desk) -> str:
    desk.put(KSI, "measure/cocuk_genc_etkinligi", VALUE, None)
    return _first_part(desk, KSI, "measure/cocuk_genc_etkinligi", "age", VALUE)


@mistake("a month above the year", "By month", "add up to 31, but the total is 30")
def _(desk: Desk) -> str:
    return desk.put(POLICE, f"{WOMEN}/month/05", FEMALE, 31)


@mistake("months below the year", "By month", "add up to 27, but the total is 30")
def _(desk: Desk) -> str:
    cell = desk.cell(KDM, "measure/sorunu_cozulen_kadin/month/12", FEMALE)
    desk.put(KDM, "measure/sorunu_cozulen_kadin/month/12", FEMALE, 0)
    desk.put(KDM, "measure/sorunu_cozulen_kadin/month/11", FEMALE, cell.value + 1)
    return desk.place(KDM, "measure/sorunu_cozulen_kadin/month/01", FEMALE)


def _first_part(desk: Desk, unit: str, row: str, breakdown: str, which: Field) -> str:
    """The first part of a breakdown in the order of the results."""
    from forms.filling import cells

    parts = sorted(
        key for key, field in cells(desk.form(unit)) if key.startswith(f"{row}/{breakdown}/") and field == which
    )
    return desk.place(unit, parts[0], which)


# --- beside the year before and the district

cell("a falling completion rate", FEN, "measure/mesleki_egitim_merkezi_yapimi", VALUE, 29, "falls: 30.0%", "29.0%")
cell("a jump", FEN, "measure/sosyokulturel_merkez", VALUE, 400, "30 in 2023, now 400")
cell("more persons than the district", KSI, "measure/satisa_katilan_kadin", FEMALE, 99999, "more than the population")


# --- rows and sheets


@mistake("a row is gone", "is missing")
def _(desk: Desk) -> str:
    copy = "row-gone"
    sheet = desk.sheet(PRESS, "measures", copy)
    sheet.delete_rows(desk.row(PRESS, "measure/afis_brosur", copy))
    return f"{copy}.xlsx, sheet “{sheet.title}”"


@mistake("a row stands twice", "“measure/afis_brosur” stands twice", "Delete the copy")
def _(desk: Desk) -> str:
    copy = "row-twice"
    sheet = desk.sheet(PRESS, "measures", copy)
    sheet.cell(sheet.max_row + 1, 1, "measure/afis_brosur")
    return f"{copy}.xlsx, sheet “{sheet.title}”"


@mistake("a row of another unit", "“measure/kres” is not asked of this unit")
def _(desk: Desk) -> str:
    sheet = desk.sheet(PRESS, "measures")
    cell = sheet.cell(sheet.max_row + 1, 1, "measure/kres")
    sheet.cell(cell.row, 9, 3)
    return desk.at(PRESS, cell)


@mistake("a row that nobody knows", "“measure/havuz” is not known")
def _(desk: Desk) -> str:
    sheet = desk.sheet(PEOPLE, "measures")
    return desk.at(PEOPLE, sheet.cell(sheet.max_row + 1, 1, "measure/havuz"))


@mistake("a value beside the rows", "a row that is not of the form")
def _(desk: Desk) -> str:
    cell = desk.cell(KSI, "measure/kres", VALUE)
    return desk.at(KSI, cell.parent.cell(cell.parent.max_row + 2, cell.column, 7))


@mistake("merged cells", "merged", "Separate")
def _(desk: Desk) -> str:
    cell = desk.cell(ENGELLI, "measure/engelli_egitimi", EXPLANATION)
    left = cell.offset(0, 1).coordinate
    cell.parent.merge_cells(f"{cell.coordinate}:{left}")
    return f"{desk.name(ENGELLI)}, sheet “{cell.parent.title}”, cells {cell.coordinate}:{left}"


@mistake("a hidden row", "hidden and holds values")
def _(desk: Desk) -> str:
    row = desk.row(HEALTH, "measure/akraba_evliligi_egitimi")
    sheet = desk.sheet(HEALTH, "measures")
    sheet.row_dimensions[row].hidden = True
    return f"{desk.name(HEALTH)}, sheet “{sheet.title}”, row {row}"


@mistake("a sheet is gone", "“The actions” is missing")
def _(desk: Desk) -> str:
    desk.form(CITY, "sheet-gone").remove(desk.sheet(CITY, "actions", "sheet-gone"))
    return "sheet-gone.xlsx"


@mistake("a sheet was renamed", "renamed to “Sayfa1”")
def _(desk: Desk) -> str:
    desk.sheet(CITY, "actions", "renamed").title = "Sayfa1"
    return "renamed.xlsx"


@mistake("a sheet stands twice", "“The actions” stands twice")
def _(desk: Desk) -> str:
    book = desk.form(CITY, "copied")
    book.copy_worksheet(desk.sheet(CITY, "actions", "copied")).title = "The actions (2)"
    return "copied.xlsx"


@mistake("a hidden sheet", "“Taslak” is hidden and holds data")
def _(desk: Desk) -> str:
    sheet = desk.form(CITY, "hidden").create_sheet("Taslak")
    sheet["A1"], sheet.sheet_state = "draft", "hidden"
    return "hidden.xlsx"


# --- whole files


@mistake("another year", "the form of 2023", "yeep collect 2023")
def _(desk: Desk) -> str:
    return desk.mark(ISKUR, "year", 4, "2023")


@mistake("another municipality", "another municipality", "9999")
def _(desk: Desk) -> str:
    return desk.mark(ISKUR, "municipality", 2, "9999")


@mistake("another plan", "another plan", "2019")
def _(desk: Desk) -> str:
    return desk.mark(ISKUR, "plan", 3, "2019-2022")


@mistake("another version", "another version of this program")
def _(desk: Desk) -> str:
    return desk.mark(ISKUR, "version", 1, "99")


@mistake("an unknown unit", "“havuz_isleri” is not known", "units.csv")
def _(desk: Desk) -> str:
    return desk.mark(ISKUR, "unit", 5, "havuz_isleri")


@mistake("a unit of which nothing is asked", "Nothing is asked of the unit", "reporters.csv")
def _(desk: Desk) -> str:
    return desk.mark(ISKUR, "not-asked", 5, "zabita")


@mistake("sheets of two forms", "different forms")
def _(desk: Desk) -> str:
    sheet = desk.sheet(CITY, "actions", "mixed")
    sheet["A1"] = sheet["A1"].value.replace(CITY, "fen_isleri")
    return "mixed.xlsx"


@mistake("no form at all", "not a form of this program")
def _(desk: Desk) -> str:
    for sheet in desk.form(ISKUR, "plain"):
        sheet["A1"] = "Tablo"
    return "plain.xlsx"


mistake("no workbook", "not an Excel workbook")(lambda desk: desk.file("letter.docx.xlsx", b"Dear colleagues"))
mistake("an empty file", "not an Excel workbook")(lambda desk: desk.file("empty.xlsx", b""))
mistake("a damaged file", "damaged")(lambda desk: desk.file("damaged.xlsx", b"PK\x03\x04" + b"\0" * 50))
mistake("the old format", "damaged")(
    lambda desk: desk.file("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)
)
mistake("a password", "password")(
    lambda desk: desk.file(
        "password.xlsx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"),
    )
)

# --- deliveries in CSV


def csv_row(name: str, file: str, row: str, *words: str) -> None:
    """A mistake in the second row of a CSV."""

    def plant(desk: Desk) -> str:
        return f"{desk.file(file, (CSV_HEAD + row).encode())}, row 2"

    mistake(name, *words)(plant)


csv_row("CSV: another year", "csv-year.csv", f"2023,{KSI},measure,yaz_okulu,,,female,3\n", "of the year “2023”")
csv_row("CSV: unknown unit", "csv-unit.csv", "2024,havuz,measure,yaz_okulu,,,female,3\n", "“havuz” is not known")
csv_row("CSV: not asked", "csv-asked.csv", "2024,iskur,measure,yaz_okulu,,,female,3\n", "not asked of this unit")
csv_row(
    "CSV: unknown measure", "csv-measure.csv", f"2024,{KSI},measure,havuz,,,value,3\n", "“measure/havuz” is not known"
)
csv_row("CSV: unknown column", "csv-field.csv", f"2024,{KSI},measure,yaz_okulu,,,colour,3\n", "“colour” is not asked")
csv_row("CSV: not a number", "csv-number.csv", f"2024,{KSI},measure,yaz_okulu,,,female,1.250\n", "two ways")
csv_row("CSV: e-mail", "csv-mail.csv", f"2024,{KSI},measure,yaz_okulu,,,explanation,a@example.org\n", "e-mail")
csv_row("CSV: too few cells", "csv-short.csv", f"2024,{KSI},measure,yaz_okulu,,,3\n", "7 cells", "8 cells")


@mistake("CSV: a column is missing", "Column “unit_id” is missing", "The columns are")
def _(desk: Desk) -> str:
    return f"{desk.file('csv-columns.csv', CSV_HEAD.replace('unit_id,', '').encode())}, row 1"


# --- between forms


@mistake("two units differ", "Kadın Danışma Merkezi", "Narlıdere Halk Eğitim Merkezi", "“40”", "“44”")
def _(desk: Desk) -> list[str]:
    here = desk.put(PEOPLE, "measure/kihep_egitimi", VALUE, 44)
    return [here, desk.place(KDM, "measure/kihep_egitimi", VALUE)]
