"""Checks a PDF of scanned pages against the rules of PDF/A-2b (ISO 19005-2) that concern such a file.

usage: check_pdfa.py FILE.pdf

Not veraPDF, which is in no registry that the tests may use; the clauses are named with each rule. Prints what is wrong
and exits with 1, or prints the number of pages.
"""

import re
import sys

import pikepdf

problems = []


def rule(clause: str, holds: bool, text: str) -> None:
    if not holds:
        problems.append(f"{clause}: {text}")


def walk(value, seen, visit):
    if isinstance(value, pikepdf.Object) and value.is_indirect:
        if value.objgen in seen:
            return
        seen.add(value.objgen)
    visit(value)
    if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in value.keys():
            walk(value[key], seen, visit)
    elif isinstance(value, pikepdf.Array):
        for entry in value:
            walk(entry, seen, visit)


def raw_syntax(data: bytes) -> None:
    rule("6.1.2", re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", data) is not None, "header and binary comment")
    rule("6.1.3", data.rstrip(b"\r\n").endswith(b"%%EOF"), "nothing after %%EOF")
    rule("6.1.4", re.search(rb"\nxref\n0 \d+\n(\d{10} \d{5} [nf] \n)+trailer\n", data) is not None, "form of xref")
    for match in re.finditer(rb"(\d+) 0 obj(.)", data):
        rule("6.1.9", match.group(2) == b"\n", f"object {match.group(1)} begins on its own line")
    rule("6.1.7.1", b"stream\r" not in data.replace(b"endstream", b""), "line end after stream")


def document(pdf: pikepdf.Pdf) -> None:
    rule("6.1.3", len(pdf.trailer.get("/ID", [])) == 2, "file identifier")
    rule("6.1.3", "/Encrypt" not in pdf.trailer, "no encryption")
    rule("6.1.6", "/NeedsRendering" not in pdf.Root and "/AcroForm" not in pdf.Root, "no forms")
    intents = [i for i in pdf.Root.get("/OutputIntents", []) if i.S == "/GTS_PDFA1"]
    rule("6.2.3", len(intents) == 1, "one output intent for PDF/A")
    profile = intents[0].DestOutputProfile
    icc = profile.read_bytes()
    rule("6.2.3", int(profile.N) == 3 and icc[12:16] == b"mntr" and icc[16:20] == b"RGB ", "profile of a display, RGB")
    rule("6.2.3", icc[8] < 5 and int.from_bytes(icc[:4]) == len(icc) and icc[36:40] == b"acsp", "whole ICC profile")
    metadata = pdf.Root.Metadata
    rule("6.6.2", "/Filter" not in metadata and metadata.Type == "/Metadata" and metadata.Subtype == "/XML", "plain XMP")
    with pdf.open_metadata() as xmp:
        rule("6.6.4", xmp["pdfaid:part"] == "2" and xmp["pdfaid:conformance"] == "B", "claim of conformance")
        info = pdf.docinfo
        rule("6.6.3", str(info.Title) == xmp["dc:title"], "title in both places")
        rule("6.6.3", str(info.Producer) == xmp["pdf:Producer"], "producer in both places")
        rule("6.6.3", str(info.Creator) == xmp["xmp:CreatorTool"], "creator in both places")
        for entry, name in [("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")]:
            digits = re.sub(r"\D", "", str(info[entry]))
            rule("6.6.3", digits == re.sub(r"\D", "", xmp[name]), f"{entry} in both places")


def objects(pdf: pikepdf.Pdf) -> None:
    def visit(value) -> None:
        if not isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
            return
        for key in ("/SMask", "/AA", "/JS", "/EF", "/OPI", "/Alternates", "/PS", "/Ref"):
            rule("6.2/6.5", key not in value, f"no {key}")
        group = value.get("/Group")
        rule("6.2.10", not isinstance(group, pikepdf.Dictionary) or group.get("/S") != "/Transparency", "no transparency")
        rule("6.2.8", not value.get("/Interpolate", False), "no interpolation")
        rule("6.2.11", value.get("/Type") != "/Font", "no fonts")
        if isinstance(value, pikepdf.Stream):
            rule("6.1.7.2", value.get("/Filter") != "/LZWDecode", "no LZW")
            rule("6.1.7.1", "/F" not in value and "/FFilter" not in value, "no outside streams")
        if value.get("/Subtype") == "/Image":
            rule("6.2.4.3", value.ColorSpace in ("/DeviceRGB", "/DeviceGray"), "colours that the output intent covers")
            rule("6.2.8", int(value.BitsPerComponent) in (1, 2, 4, 8, 16), "depth")
            jpeg = value.read_raw_bytes()
            rule("6.2.8", jpeg[:2] == b"\xff\xd8" and value.Filter == "/DCTDecode", "a JPEG under DCTDecode")

    walk(pdf.Root, set(), visit)
    for page in pdf.pages:
        box = [float(v) for v in page.MediaBox]
        rule("6.1.13", all(3 <= side <= 14400 for side in (box[2] - box[0], box[3] - box[1])), "size of a page")


def main(path: str) -> int:
    with open(path, "rb") as file:
        raw_syntax(file.read())
    with pikepdf.open(path) as pdf:
        problems.extend(str(problem) for problem in pdf.check_pdf_syntax())
        document(pdf)
        objects(pdf)
        count = len(pdf.pages)
    print("\n".join(sorted(set(problems))) if problems else count)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
