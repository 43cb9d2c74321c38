"""Makes the files beside it that spreadsheets on Windows save; LibreOffice wrote utf8-comma.csv, windows1258-*.csv and
utf16le-tab.csv of the same table (--convert-to 'csv:Text - txt - csv (StarCalc):59,34,40')."""

import csv
import io
import pathlib
import unicodedata

here = pathlib.Path(__file__).parent
rows = list(csv.reader(io.StringIO((here / "utf8-comma.csv").read_text("utf-8"))))


def text(separator):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def windows1258(text):
    """As Windows does it: one byte for a letter that the code page has, else its vowel and the tone behind it."""
    out = b""
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            for vowel, tone in ((letter, ""), *split(letter)):
                try:
                    out += (vowel + tone).encode("cp1258")
                    break
                except UnicodeEncodeError:
                    continue
    return out


def split(letter):
    marks = unicodedata.normalize("NFD", letter)
    for tone in "\u0300\u0309\u0303\u0301\u0323":
        if tone in marks:
            yield unicodedata.normalize("NFC", marks.replace(tone, "")), tone


(here / "excel-utf8.csv").write_bytes(b"\xef\xbb\xbf" + text(";").encode("utf-8"))
(here / "excel-unicode-text.csv").write_bytes(b"\xff\xfe" + text("\t").encode("utf-16-le"))
(here / "utf16be.csv").write_bytes(b"\xfe\xff" + text(",").encode("utf-16-be"))
(here / "excel-windows1258.csv").write_bytes(windows1258(text(";")))
