"""The 81 provinces: TÜİK's code (the number plate), name, and how many districts each has had since 2013.

A number of districts below the one given here is a selection, or a year before the reforms; then districts are not
expected to add up to their province. Names lead to codes only here, where there are 81 of them and none repeats.
"""

from __future__ import annotations

from yeep_analysis.inputs.tuik.words import plain

_LIST = """
1 Adana 15, 2 Adıyaman 9, 3 Afyonkarahisar 18, 4 Ağrı 8, 5 Amasya 7, 6 Ankara 25, 7 Antalya 19, 8 Artvin 9,
9 Aydın 17, 10 Balıkesir 20, 11 Bilecik 8, 12 Bingöl 8, 13 Bitlis 7, 14 Bolu 9, 15 Burdur 11, 16 Bursa 17,
17 Çanakkale 12, 18 Çankırı 12, 19 Çorum 14, 20 Denizli 19, 21 Diyarbakır 17, 22 Edirne 9, 23 Elazığ 11,
24 Erzincan 9, 25 Erzurum 20, 26 Eskişehir 14, 27 Gaziantep 9, 28 Giresun 16, 29 Gümüşhane 6, 30 Hakkari 5,
31 Hatay 15, 32 Isparta 13, 33 Mersin 13, 34 İstanbul 39, 35 İzmir 30, 36 Kars 8, 37 Kastamonu 20, 38 Kayseri 16,
39 Kırklareli 8, 40 Kırşehir 7, 41 Kocaeli 12, 42 Konya 31, 43 Kütahya 13, 44 Malatya 13, 45 Manisa 17,
46 Kahramanmaraş 11, 47 Mardin 10, 48 Muğla 13, 49 Muş 6, 50 Nevşehir 8, 51 Niğde 6, 52 Ordu 19, 53 Rize 12,
54 Sakarya 16, 55 Samsun 17, 56 Siirt 7, 57 Sinop 9, 58 Sivas 17, 59 Tekirdağ 11, 60 Tokat 12, 61 Trabzon 18,
62 Tunceli 8, 63 Şanlıurfa 13, 64 Uşak 6, 65 Van 13, 66 Yozgat 14, 67 Zonguldak 8, 68 Aksaray 8, 69 Bayburt 3,
70 Karaman 6, 71 Kırıkkale 9, 72 Batman 6, 73 Şırnak 7, 74 Bartın 4, 75 Ardahan 6, 76 Iğdır 4, 77 Yalova 6,
78 Karabük 6, 79 Kilis 4, 80 Osmaniye 7, 81 Düzce 8
"""
_FORMER = {"afyon": "3", "icel": "33", "maras": "46", "kmaras": "46", "urfa": "63", "surfa": "63", "izmit": "41"}
# Provinces of the first censuses that are no provinces any more; a table from 1927 on names them.
ABOLISHED = {"bayazit": "Bayazıt", "cebelibereket": "Cebelibereket", "sebinkarahisar": "Şebinkarahisar"}
_ROWS = [entry.split() for entry in _LIST.replace("\n", " ").split(",")]

NAMES = {code: name for code, name, _districts in _ROWS}
DISTRICTS = {code: int(districts) for code, _name, districts in _ROWS}
_CODES = {plain(name): code for code, name in NAMES.items()} | _FORMER


def code_of(name: str) -> str | None:
    """The code of a province by its name in whatever letters, former names included."""
    return _CODES.get(plain(name))
