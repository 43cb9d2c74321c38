"""Procedures, and what officers did: from each number to the list it was counted from."""

from .looks import english, look


def loads(province):
    """Wants dossiers of two procedures of the catalogue and of one outside it, of three officers at st-31498."""
    province.start()
    province.go("nav a[href='/procedures']", "#table", "procedures have their page")
    province.expect(len(province.all(".loads tbody tr")) == 3, "with those that have dossiers", province.text("#table"))
    province.expect("Ngoài danh mục" in province.text(".loads") and province.all("#foreign"), "what the catalogue does not know stands out")
    province.shot("procedures")
    rows = lambda: [row.text for row in province.all(".loads tbody th")]
    before = rows()
    province.go("thead a[href*='sort=name']", "[aria-sort=ascending]")
    province.expect(sorted(rows()) == sorted(before), "a heading sorts without any script")
    province.click("input[name=show]")
    province.go("#show", "#table")
    province.expect(len(rows()) > 3 and "sort=name" in province.path(), "those without dossiers are shown too, in the same order", str(len(rows())))
    province.shot("all-procedures")
    follow(province, "/procedures", "td[data-label='Hồ sơ'] a")
    path = province.path()
    province.expect(path.startswith("/procedure?code="), "a number leads to the offices it is the sum of", path)
    province.shot("procedure")
    follow(province, path, "td[data-label='Hồ sơ'] a")
    number = province.script("return document.querySelectorAll('.row-link').length")
    province.expect(province.path().startswith("/lists?kind=procedure&site=st-31498") and number > 0, "an office's leads to its dossiers", str(number))
    province.shot("list")

    province.go("nav a[href='/officers']", "#table", "officers have their page")
    names = [row.text for row in province.all(".people tbody th")]
    province.expect(len(names) == 3, "with each who sent something", str(names))
    province.expect([head.get_attribute("href").split("?")[0].split("/")[-1] for head in province.all(".people thead a")] == ["officers"] * 2, "in the order of names or offices and in no other")
    province.shot("officers")
    follow(province, "/officers", "td[data-label='Lượt nộp'] a")
    province.expect(province.path().startswith("/lists?kind=submissions") and names[0].split()[0] not in province.path(), "a number leads to its list, and no name is in the address", province.path())
    province.shot("submissions")
    for page, lines in (("/procedures.csv", 4), ("/officers.csv", 4)):
        text = province.script("return fetch(arguments[0]).then(r => r.text())", page)
        province.expect(len(text.strip().split("\r\n")) == lines, f"{page} has the same rows", text)
    pages = {"procedures": "/procedures?show=all", "procedure": path, "officers": "/officers"}
    look(province, pages, prints=tuple(pages))
    province.open("/")
    english(province)
    for name, address in pages.items():
        province.open(address)
        province.shot(f"{name}-english")


def follow(province, path, css):
    """Opens the page and goes on by the first such number."""
    province.open(path)
    province.expect(int(province.text(css).split()[0]) > 0, f"{path} has a number")
    province.go(css, "h1")
