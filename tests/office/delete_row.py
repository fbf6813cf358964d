"""Deletes a row of a plan workbook in a running LibreOffice, as a person would. Run by a Python that has UNO.

python delete_row.py PIPE TASK    TASK is a JSON file: the workbook, where to save it, the number of the row from 1
"""

import json
import sys
from pathlib import Path

import uno  # noqa: F401
from com.sun.star.uno import RuntimeException
from drive import connect, options


def main():
    pipe, task = sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    desktop = connect(pipe)
    try:
        book = desktop.loadComponentFromURL(Path(task["book"]).as_uri(), "_blank", 0, options(Hidden=True))
        sheet = book.Sheets.getByIndex(0)
        assert sheet.isProtected()
        sheet.Rows.removeByIndex(task["row"] - 1, 1)
        try:
            sheet.Rows.removeByIndex(0, 1)
            raise AssertionError("the row of the heads could be deleted")
        except RuntimeException as refused:
            print("the heads are shut:", refused)
        book.storeToURL(Path(task["to"]).as_uri(), options(FilterName="Calc MS Excel 2007 XML", Overwrite=True))
        book.close(True)
    finally:
        desktop.terminate()


if __name__ == "__main__":
    main()
