"""Every page at every size, light and dark, in both languages, and printed: looked at by rules, kept to be looked at."""

from station_walk.accessibility import check, check_focus

SIZES = [(1366, 768, False), (1366, 768, True), (390, 844, False), (390, 844, True), (683, 384, False)]


def look(province, pages, *, prints=()):
    """Checks each of `pages`, by name and path, at every size; prints those named."""
    for width, height, dark in SIZES:
        province.size(width, height, 2 if width == 683 else 1, dark, reduced=True)
        for name, path in pages.items():
            province.open(path)
            province.see("h1")
            label = f"{name} at {width}x{height}{' dark' if dark else ''}"
            check(province, label, dark=dark)
            whole = province.script("return document.documentElement.scrollHeight")
            province.size(width, min(max(whole, height), 4000), 1, dark, reduced=True)
            province.shot(f"{name}-{width}{'-dark' if dark else ''}")
            province.size(width, height, 2 if width == 683 else 1, dark, reduced=True)
    province.size(1366, 768)
    for name, path in pages.items():
        province.open(path)
        check_focus(province, name)
        if name in prints:
            province.expect(province.pdf(name).startswith(b"%PDF"), f"{name} is printed")


def accessibility(province):
    """The pages as they are for the administrator; then signed out."""
    province.allowed.append("status of 404")
    look(province, {"sign-in": "/sign-in"})
    province.expect(province.script("return document.documentElement.lang") == "vi", "the page says that it is Vietnamese")
    province.start()
    province.open("/accounts")
    another = [link.get_attribute("href") for link in province.all(".row-link")]
    paths = [address.removeprefix(province.url) for address in another]
    pages = {"overview": "/", "my-account": "/account", "accounts": "/accounts", "new-account": "/accounts/new",
             "an-account": paths[0], "audit": "/audit?actor=" + province.chosen.username, "missing": "/nowhere",
             "offices": "/offices?indicator=R1&level=district", "map": "/offices?view=indicators&level=district",
             "months": "/offices?view=months&level=district", "office": "/offices/st-942", "operations": "/operations", "stations": "/stations", "tokens": "/stations/tokens",
             "far-settings": "/stations/settings"}
    look(province, pages, prints=("overview", "audit", "offices", "map", "office", "operations"))
    province.open("/")
    english(province)
    for name, path in pages.items():
        province.open(path)
        check(province, f"{name} in English")
        province.shot(f"{name}-english")
    province.open("/")
    english(province)


def english(province):
    """Switches to the other language, by the menu."""
    province.click("#menu summary")
    province.go("#language", "h1")
