"""Finding a dossier, opening it with a reason, looking at its pages, and the list behind a figure."""

from .looks import look


def dossiers(province):
    """Wants one dossier of Nguyễn Văn Mẫu with pages, received today."""
    province.start()
    province.go("nav a[href='/dossiers']", "#search")
    province.fill(owner="nguyen van mao")
    province.go("#search", ".hintbar", "a name that is misspelt finds those spelt nearly like it")
    province.shot("found-nearly")
    province.fill(owner="mau van nguyen")
    province.go("#search", ".row-link", "a name without marks, in any order, finds its owner")
    province.expect("Mẫu" in province.text("tbody") or "MẪU" in province.text("tbody"), "the owner is shown with marks")
    province.expect("nguyen" not in province.browser.current_url, "no name is in the address")
    province.shot("found")
    path = province.script("return document.querySelector('.row-link').getAttribute('href')")
    province.go(".row-link", "#open", "a dossier wants a reason")
    province.expect("Mẫu" not in province.text("main") and "MẪU" not in province.text("main"), "no name is shown before it")
    province.shot("closed")
    province.go("#open", ".sheets img", "with a reason its pages are shown")
    loaded = "return [...document.querySelectorAll('.sheets img')].every(i => (i.loading = 'eager') && i.complete && i.naturalWidth > 500)"
    province.until(lambda: province.script(loaded), "every page's image is there")
    province.shot("open")
    for form, start in (("pdf", "%PDF"), ("bag", "PK")):
        beginning = province.script(
            "return fetch(location.pathname + '/export', {method: 'POST', body: new URLSearchParams({form: arguments[0], "
            "csrf: document.querySelector('[name=csrf]').value})}).then(r => r.text()).then(t => t.slice(0, 4))", form)
        province.expect(beginning.startswith(start), f"it is taken along as a {form}", beginning)
    site = path.split("/")[2]
    look(province, {"find": "/dossiers", "dossier": path, "list": f"/lists?kind=dossiers&site={site}"}, prints=("dossier",))
    province.open(f"/lists?kind=digitised&site={site}")
    province.expect(province.script("return document.querySelectorAll('.row-link').length") == 1, "a figure opens its list")
