"""The 81 provinces: TÜİK's code (the number plate), name, how many districts each has had since 2013, and how many
thousand people (ADNKS, 31.12.2025): their order of magnitude, beside which a figure is seen to be of others.

A number of districts below the one given here is a selection, or a year before the reforms; then districts are not
expected to add up to their province. Names lead to codes only here, where there are 81 of them and none repeats.
"""

from __future__ import annotations

from yeep_analysis.intake.tuik.words import plain

_LIST = """
1 Adana 15 2284, 2 Adıyaman 9 618, 3 Afyonkarahisar 18 752, 4 Ağrı 8 491, 5 Amasya 7 342, 6 Ankara 25 5910, 7 Antalya
19 2778, 8 Artvin 9 168, 9 Aydın 17 1172, 10 Balıkesir 20 1285, 11 Bilecik 8 229, 12 Bingöl 8 282, 13 Bitlis 7 360, 14
Bolu 9 327, 15 Burdur 11 277, 16 Bursa 17 3263, 17 Çanakkale 12 574, 18 Çankırı 12 201, 19 Çorum 14 520, 20 Denizli 19
1061, 21 Diyarbakır 17 1852, 22 Edirne 9 422, 23 Elazığ 11 606, 24 Erzincan 9 240, 25 Erzurum 20 737, 26 Eskişehir 14
928, 27 Gaziantep 9 2222, 28 Giresun 16 455, 29 Gümüşhane 6 139, 30 Hakkari 5 280, 31 Hatay 15 1578, 32 Isparta 13
445, 33 Mersin 13 1956, 34 İstanbul 39 15754, 35 İzmir 30 4504, 36 Kars 8 269, 37 Kastamonu 20 380, 38 Kayseri 16
1459, 39 Kırklareli 8 380, 40 Kırşehir 7 243, 41 Kocaeli 12 2161, 42 Konya 31 2343, 43 Kütahya 13 570, 44 Malatya 13
756, 45 Manisa 17 1478, 46 Kahramanmaraş 11 1146, 47 Mardin 10 904, 48 Muğla 13 1100, 49 Muş 6 389, 50 Nevşehir 8 320,
51 Niğde 6 374, 52 Ordu 19 768, 53 Rize 12 347, 54 Sakarya 16 1124, 55 Samsun 17 1392, 56 Siirt 7 332, 57 Sinop 9 226,
58 Sivas 17 631, 59 Tekirdağ 11 1208, 60 Tokat 12 614, 61 Trabzon 18 823, 62 Tunceli 8 85, 63 Şanlıurfa 13 2266, 64
Uşak 6 374, 65 Van 13 1112, 66 Yozgat 14 413, 67 Zonguldak 8 585, 68 Aksaray 8 441, 69 Bayburt 3 83, 70 Karaman 6 262,
71 Kırıkkale 9 283, 72 Batman 6 663, 73 Şırnak 7 574, 74 Bartın 4 207, 75 Ardahan 6 90, 76 Iğdır 4 205, 77 Yalova 6
312, 78 Karabük 6 250, 79 Kilis 4 157, 80 Osmaniye 7 564, 81 Düzce 8 416
"""
_FORMER = {"afyon": "3", "icel": "33", "maras": "46", "kmaras": "46", "urfa": "63", "surfa": "63", "izmit": "41"}
# Provinces of the first censuses that are no provinces any more; a table from 1927 on names them.
ABOLISHED = {"bayazit": "Bayazıt", "cebelibereket": "Cebelibereket", "sebinkarahisar": "Şebinkarahisar"}
_ROWS = [entry.split() for entry in _LIST.replace("\n", " ").split(",")]

NAMES = {code: name for code, name, _districts, _people in _ROWS}
DISTRICTS = {code: int(districts) for code, _name, districts, _people in _ROWS}
PEOPLE = {code: 1000 * int(people) for code, _name, _districts, people in _ROWS}
PEOPLE_YEAR = 2025
_CODES = {plain(name): code for code, name in NAMES.items()} | _FORMER


def code_of(name: str) -> str | None:
    """The code of a province by its name in whatever letters, former names included."""
    return _CODES.get(plain(name))
