"""Reads what TÜİK hands out: MEDAS reports, portal tables, HTML saved as .xls. See docs/TUIK.md."""
