"""Tables are brought as files, looked at, confirmed; a second person approves; a succession is put into the form."""

import os
import tempfile

from .looks import look

APPROVER = "nguoi-duyet"


def imports(province):
    """Wants the offices of 2021, and a second administrator, nguoi-duyet, with the same password."""
    with tempfile.TemporaryDirectory() as folder:
        def write(name, text):
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(text if isinstance(text, bytes) else text.encode("utf-8-sig"))
            return path

        province.start()
        province.go("nav a[href='/imports']", "a[href='/imports/baselines']")
        province.shot("overview")
        province.go("a[href='/imports/targets']", "#preview")
        mistakes(province, write)
        targets(province, write)
        batch = baselines(province, write)
        approve(province, batch)
        succession(province)
        looks(province, write, batch)


def send(province, path, then, what=None):
    province.script("document.getElementById('file').removeAttribute('accept')")
    province.browser.find_element("css selector", "#file").send_keys(path)
    return province.go("#preview", then, what)


def mistakes(province, write):
    path = write("sai.csv", "indicator;level;year;permille;basis\r\nR9;commune;2031;400;KH\r\nR1;xã;2031;4000;KH\r\n")
    send(province, path, "#problems", "a file with mistakes is not imported")
    rows = province.all("[aria-labelledby=problems] tbody tr")
    province.expect(len(rows) == 3, "each mistake is told by itself", str(len(rows)))
    province.expect("Dòng 2" in rows[0].text and "indicator" in rows[0].text, "with its line and column", rows[0].text)
    province.shot("mistakes")
    large = write("lon.csv", b"x" * (20 << 20))
    province.allowed.append("status of 413")
    send(province, large, "h1", "a file that is far too large")
    province.expect(province.heading() == "Tệp quá lớn", "is refused in words, not by a broken connection", province.heading())
    province.open("/imports/targets")


def targets(province, write):
    # As Excel saves it: semicolons, a mark of the byte order, and a name of the file that no screen holds.
    path = write("chỉ tiêu " + "rất dài " * 10 + ".csv",
                 "indicator;level;year;permille;basis\r\nR1;commune;2031;400;KH 12\r\nR3;commune;2025;960;" + "Nghị quyết " * 15)
    send(province, path, "#confirm", "a file that is right is shown before it is imported")
    province.expect("95%" in province.text(".changes") and "96%" in province.text(".changes"), "the old figure beside the new")
    province.shot("preview-targets")
    province.go("#confirm", "#error", "what is known is not overwritten unseen")
    province.click("#agreed")
    province.go("#confirm", "#said", "once it is agreed to it is imported")
    province.shot("imported")


def baselines(province, write):
    province.open("/imports/baselines")
    rows = "".join(f"R1;st-{code};2022;{100 + code % 7}\r\n" for code in (31498, 31501, 31504))
    path = write("mẫu số.csv", "indicator;scope;period;denominator\r\n" + rows + "R1;st-941;2022-Q1;50\r\nR1;st-941;2022;40\r\n")
    province.fill(document="Công văn 15/VP-KSTTHC")
    send(province, path, "#confirm", "baselines are shown with their sums")
    province.expect("Công văn 15/VP-KSTTHC" in province.text(".changes"), "and the document they come from")
    province.shot("preview-baselines")
    province.go("#confirm", "#barred", "who imported them cannot approve them")
    province.expect(not province.all("#approve"), "there is no way to")
    province.shot("own-batch")
    return province.path().split("?")[0]


def approve(province, batch):
    province.sign_out()
    province.sign_in(APPROVER)
    province.open("/approvals")
    province.shot("approvals")
    province.open(batch)
    province.shot("batch")
    province.go("#approve", "#said", "a second person approves")
    province.expect("Đã phê duyệt" in province.text("h1 ~ .pill, .page-head .pill"), "and the batch says so")
    province.open("/baselines?text=15/VP")
    province.expect(len(province.all("tbody tr")) == 5, "its figures count", str(len(province.all("tbody tr"))))
    province.shot("baselines")
    province.go("tbody a", "#versions", "each has its history")
    province.expect("Đang dùng" in province.text("tbody"), "with what became of it")
    province.open("/offices/st-31498")
    province.go("a[href*='history?scope=st-31498']", "#versions", "which the office's page leads to")
    province.sign_out()
    province.sign_in()


def succession(province):
    province.open("/imports/successions")
    province.fill(kind="merge", day="", decree="Nghị quyết 1668/NQ-UBTVQH15")
    province.script("document.getElementById('day').value = '2025-07-01'")
    for name, office in (("from-1", "st-31501"), ("from-2", "st-31504"), ("to-1", "st-31498")):
        province.type(f"#{name}", office)
    province.shot("succession-form")
    province.go("#succeed", "#confirm", "a merger is shown before it is made known")
    province.expect(province.text(".changes").count("01/07/2025") == 4, "with the offices that it closes", province.text(".changes"))
    province.shot("preview-succession")
    province.go("#cancel", "#succeed", "and may be left")


def looks(province, write, batch):
    province.open("/imports/procedures")
    name = "Đăng ký khai sinh có yếu tố nước ngoài " * 5
    rows = "".join(f"1.{n};{name[:180]};p{n};{'x' * 190};component;1\r\n" for n in range(20))
    send(province, write("thủ tục.csv", "procedure;name;paper;paperName;role;compulsory\r\n" + rows), "#confirm")
    preview = province.path()
    look(province, {
        "imports": "/imports", "import": "/imports/baselines", "successions": "/imports/successions", "import-preview": preview,
        "approvals": "/approvals", "batch": batch, "baselines": "/baselines",
        "history": "/baselines/history?scope=st-31498&indicator=R1",
    }, prints=("import-preview", "batch", "history"))
