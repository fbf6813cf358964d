"""Writes the second fictional plan, which exists only as a workbook: python examples/make_plan.py

It looks like the table of a printed plan, with merged cells, and has no key: `yeep plan import` makes them.
"""

from pathlib import Path

from openpyxl import Workbook

from yeep_analysis.show.workbooks import settled

PLACE = Path(__file__).parent / "pinarova-plan.xlsx"
HEADS = ("Tema", "Amaç", "Hedef", "Eylem", "Süre", "Sorumlu birimler", "İş birliği", "Göstergeler")
A, B, C = "Kadın ve Aile Hizmetleri Müdürlüğü", "Park ve Bahçeler Müdürlüğü", "İnsan Kaynakları Müdürlüğü"
ROWS = (
    (
        *("Karar alma", "1. Kadınların kararlara katılımını artırmak", "1.1 Mahallede söz hakkı"),
        *("1.1.1 Her mahallede yılda iki kadın toplantısı yapılması", "2026-2029", A, "Muhtarlıklar\nKent Konseyi"),
        "Yapılan toplantı sayısı (Toplantı)\nToplantılara katılan kadın sayısı (Kişi)",
    ),
    (
        *("", "", "", "1.1.2 Toplantı kararlarının meclise sunulması", "2026-2029", "Yazı İşleri Müdürlüğü", ""),
        "Meclise sunulan karar sayısı (Adet)",
    ),
    (
        *("", "", "1.2 Yönetimde denge", "1.2.1 Müdürlük sınavlarının kadınlara duyurulması", "2026", C, ""),
        "Kadın müdür oranı (%)",
    ),
    (
        *("Kent ve güvenlik", "1. Parkları herkes için güvenli kılmak", ""),
        *("1.1 Parkların aydınlatılması", "2026-2028", B, "Elektrik Dağıtım A.Ş.", "Aydınlatılan park sayısı (Adet)"),
    ),
    (
        *("", "", "", "1.2 Oyun alanlarının bakım odasıyla donatılması", "2027", f"{B}\nFen İşleri Müdürlüğü", ""),
        "Bakım odası bulunan park sayısı (Adet)",
    ),
    (
        *("Şiddetle mücadele", "1. Şiddete uğrayan kadınlara destek olmak", "1.1 Danışmanlık"),
        *("1.1.1 Danışma hattının 7 gün açık tutulması", "2026-2029", A, "Pınarova Barosu\nİlçe Emniyet Müdürlüğü"),
        "Şiddet nedeniyle başvuran kadın sayısı (Kişi)",
    ),
    (
        *("", "", "", "1.1.2 Danışma merkezi yönergesinin çıkarılması", "2026", f"{A}\nYazı İşleri Müdürlüğü", ""),
        "Yönerge",
    ),
)


def workbook() -> bytes:
    """The workbook, the same bytes at each call."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Eylem planı"
    sheet.append(["Pınarova Belediyesi Kurmaca Yerel Eşitlik Eylem Planı (2026-2029)"])
    sheet.append([])
    sheet.append(HEADS)
    for row in ROWS:
        sheet.append([cell or None for cell in row])
    for cells in ("A4:A6", "B4:B6", "C4:C5", "A7:A8", "B7:B8", "A9:A10", "B9:B10", "C9:C10"):
        sheet.merge_cells(cells)
    return settled(book)


if __name__ == "__main__":
    PLACE.write_bytes(workbook())
