"""Reads a workbook with openpyxl and prints it as JSON.

usage: read_workbook.py FILE.xlsx

For each sheet: name, frozen cell, repeated rows, orientation, paper, footer, column widths, and its cells by reference
as [type, value, number format, wraps]. Types are openpyxl's: n number, s text, d date, f formula.
"""

import json
import sys

from openpyxl import load_workbook


def main(path: str) -> None:
    book = load_workbook(path)
    sheets = []
    for sheet in book.worksheets:
        cells = {}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    cells[cell.coordinate] = [
                        cell.data_type,
                        str(cell.value),
                        cell.number_format,
                        "wraps" if cell.alignment.wrap_text else "",
                    ]
        sheets.append(
            {
                "name": sheet.title,
                "frozen": sheet.freeze_panes,
                "repeated": sheet.print_title_rows,
                "orientation": sheet.page_setup.orientation,
                "paper": str(sheet.page_setup.paperSize),
                "footer": sheet.oddFooter.center.text,
                "fitToWidth": bool(sheet.sheet_properties.pageSetUpPr.fitToPage),
                "cells": cells,
            }
        )
    json.dump(sheets, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
