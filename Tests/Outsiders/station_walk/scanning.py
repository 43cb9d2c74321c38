"""Scanning: by mouse, by keyboard alone, over a jam, both sides by hand."""

from selenium.webdriver.common.keys import Keys

WATCH = """
window.walk = {pressed: null, first: null, whileRunning: 0};
const look = () => {
  const shown = [...document.querySelectorAll('.page[data-page] img')].filter(i => i.complete && i.naturalWidth);
  if (shown.length && walk.first === null) walk.first = performance.now();
  if (document.getElementById('stop')) walk.whileRunning = Math.max(walk.whileRunning, shown.length);
};
new MutationObserver(look).observe(document.body, {subtree: true, childList: true, attributes: true});
document.addEventListener('load', look, true);
addEventListener('keydown', e => { if (e.key === 'F2') walk.pressed ??= performance.now(); }, true);
addEventListener('click', e => { if (e.target.closest('#scan')) walk.pressed ??= performance.now(); }, true);
"""


def watch(station):
    """Notes in the page itself when the first thumbnail is seen, and how many are before the scan ends."""
    station.script(WATCH)


def expect_thumbnails(station):
    seen = station.script("return window.walk")
    seconds = (seen["first"] - seen["pressed"]) / 1000
    print(f"measured: {seconds:.2f} s from the button to the first thumbnail", flush=True)
    if station.chosen.first_thumbnail:
        station.expect(seconds <= station.chosen.first_thumbnail, f"the first thumbnail came within {station.chosen.first_thumbnail} s", f"{seconds:.2f}")
    station.expect(seen["whileRunning"] >= 1, "thumbnails appeared while the scanner still ran")


def expect_pages(station, at_least=1):
    count = len(station.pages())
    wanted = station.chosen.pages
    station.expect(count == wanted if wanted else count >= at_least, f"the strip shows {count} pages", f"expected {wanted or at_least}")
    labels = [label for _, label in station.pages()]
    station.expect(all(label.startswith(f"Trang {i + 1}") for i, label in enumerate(labels)), "pages are numbered in order", str(labels))


def finish(station, press):
    """The checks, what they ask for, and the seal. `press(css)` acts by mouse or by keyboard."""
    station.see("#dialog[open]", "the checks open")
    station.until(lambda: station.all("#dialog .findings, #dialog .allgood"), "the checks answered")
    station.shot("checks")
    for name in ["[data-do='finish.keep']"]:
        if station.all(name):
            press(name)
            station.gone("[data-finding=blank_pages]", "blank pages are decided on")
    station.expect(not station.all("#dialog .findings .bad"), "nothing blocks the dossier", station.text("#dialog .findings .bad"))
    if station.all("#f-dialog-accepts"):
        press("#f-dialog-accepts")
    station.until(lambda: station.see("#seal").get_attribute("aria-disabled") != "true", "the dossier can be finished")
    press("#seal")
    station.gone("#dialog[open]", "the dossier is finished")
    station.see(f"[data-code='{station.chosen.code}'][data-state]", "it is in the list of finished dossiers, with its state")
    state = station.see(f"[data-code='{station.chosen.code}'][data-state]").get_attribute("data-state")
    station.expect(state in ("sealed", "announced", "received", "refused"), f"its state is {state}")
    station.shot("finished")


def by_mouse(station):
    station.start()
    station.see("#scan")
    station.shot("desk")
    station.begin()
    station.shot("form")
    watch(station)
    station.click("#scan", "press Quét")
    station.see("#stop", "the page says that the scanner is at work")
    station.see(".page[data-page]")
    station.shot("scanning")
    station.scanned()
    expect_thumbnails(station)
    expect_pages(station)
    station.shot("scanned")
    first = station.pages()[0][0]
    station.click(f"#page-{first}", "choose the first page")
    station.click("#tool-right", "turn it")
    station.until(lambda: "xoay 90" in station.pages()[0][1], "the page is turned by 90 degrees")
    station.until(lambda: "rotate(90deg)" in station.script("return document.querySelector('#canvas img').style.transform"), "so is the preview")
    station.click("#undo", "undo it")
    station.until(lambda: "xoay" not in station.pages()[0][1], "the page is as it was")
    station.click("[data-do='view.in']")
    station.expect(int(station.see("#canvas").get_attribute("data-zoom")) > 100, "the preview comes closer")
    station.click("#finish", "press Hoàn tất")
    finish(station, station.click)


def begin_by_keyboard(station):
    """Fills the form for a new dossier without the mouse, up to the button."""
    station.see("#scan")
    station.until(lambda: station.focused() == "f-form-code", "the code has the focus from the beginning")
    station.script("document.activeElement.blur()")
    station.read_barcode(station.chosen.code)
    station.until(lambda: station.see("#f-form-code").get_attribute("value") == station.chosen.code, "a bar code is taken wherever the focus is")
    station.until(lambda: station.focused() == "f-form-ownerName", "after the code the owner is asked for")
    station.keys(*station.chosen.owner, Keys.ENTER)
    station.until(lambda: station.focused() == "f-form-procedureText", "Enter goes on to the procedure")
    station.keys(*station.chosen.procedure, Keys.ENTER, Keys.ENTER)
    station.until(lambda: station.focused() in ("f-form-typeText", "scan"), "Enter goes on to the paper, or to Quét where it is known")
    if station.focused() != "scan":
        station.keys(*station.chosen.paper, Keys.ENTER, Keys.ENTER)
        station.until(lambda: station.focused() == "scan", "then to Quét")


def by_keyboard(station):
    station.start()
    begin_by_keyboard(station)
    watch(station)
    station.keys(Keys.F2)
    station.see("#stop", "F2 scans")
    station.scanned()
    expect_thumbnails(station)
    expect_pages(station)
    station.until(lambda: station.focused() == "scan", "the focus is on Quét again")
    step_to_pages(station)
    pages = [page for page, _ in station.pages()]
    station.keys(Keys.HOME)
    station.until(lambda: station.focused() == f"page-{pages[0]}", "Home goes to the first page")
    if len(pages) > 1:
        station.keys(Keys.ARROW_RIGHT)
        station.until(lambda: station.focused() == f"page-{pages[1]}", "an arrow goes to the next")
        station.chord(Keys.ALT, Keys.ARROW_LEFT)
        station.until(lambda: [page for page, _ in station.pages()][0] == pages[1], "Alt and arrow move it forward")
        station.until(lambda: station.focused() == f"page-{pages[1]}", "it keeps the focus")
        station.chord(Keys.CONTROL, "z")
        station.until(lambda: [page for page, _ in station.pages()][0] == pages[0], "Ctrl+Z puts it back")
    station.keys("r")
    station.until(lambda: any("xoay 90" in label for _, label in station.pages()), "R turns the page")
    station.chord(Keys.CONTROL, "z")
    station.until(lambda: not any("xoay" in label for _, label in station.pages()), "Ctrl+Z turns it back")
    station.keys(Keys.DELETE)
    station.until(lambda: len(station.pages()) == len(pages) - 1, "Delete takes it out")
    station.chord(Keys.CONTROL, "z")
    station.until(lambda: len(station.pages()) == len(pages), "Ctrl+Z brings it back")
    station.keys(Keys.ENTER)
    station.see(".preview.wide", "Enter opens the large view")
    station.keys("+")
    station.until(lambda: int(station.see("#canvas").get_attribute("data-zoom")) > 100, "+ comes closer")
    station.shot("large")
    station.keys(Keys.ESCAPE)
    station.gone(".preview.wide", "Escape closes it")
    station.keys("?")
    station.see("#dialog[data-name=keys]", "? shows the shortcuts")
    station.shot("shortcuts")
    station.keys(Keys.ESCAPE)
    station.gone("#dialog[open]", "Escape closes them")
    station.keys(Keys.F8)
    finish(station, lambda css: press_by_keyboard(station, css))
    station.until(lambda: station.focused() == "f-form-code", "the next citizen's code can be typed at once")


def step_to_pages(station):
    for _ in range(60):
        if (station.focused() or "").startswith("page-"):
            print("ok: Tab leads to the pages")
            return
        station.keys(Keys.TAB)
    station.expect(False, "Tab leads to the pages")


def press_by_keyboard(station, css):
    """Goes to something by Tab and presses it."""
    for _ in range(40):
        if station.script("return document.activeElement.matches(arguments[0])", css):
            is_box = station.script("return document.activeElement.type === 'checkbox'")
            station.keys(Keys.SPACE if is_box else Keys.ENTER)
            return
        station.keys(Keys.TAB)
    station.expect(False, f"Tab leads to {css}")


def jam_and_resume(station):
    """By keyboard alone: who has both hands in the scanner goes on with one key."""
    saved = station.chosen.jam_at - 1
    station.start()
    begin_by_keyboard(station)
    station.keys(Keys.F2)
    station.see("#stop")
    fault = station.see("#fault", "the fault is shown", station.chosen.timeout * 3)
    text = station.text("#fault")
    station.expect("Kẹt giấy" in text, "it says that the paper jammed", text)
    station.expect(f"{saved} trang đã lưu" in text, f"it says that {saved} pages are saved", text)
    station.expect(f"nạp lại từ tờ {saved + 1}" in text, f"and to load again from sheet {saved + 1}", text)
    station.expect("Kẹt giấy" in station.script("return document.getElementById('alarm').textContent"), "a screen reader is told at once")
    station.expect(len(station.pages()) == saved, f"the {saved} pages are in the strip")
    station.expect(fault.is_displayed() and "Quét tiếp" in station.text("#scan"), "the button goes on")
    station.shot("jam")
    station.browser.refresh()
    station.see("#fault", "a reload still shows it")
    station.keys(Keys.F2)
    station.see("#stop", "F2 goes on")
    station.scanned()
    station.gone("#fault", "the fault is over")
    expect_pages(station, saved + 1)
    digests = [page["digest"] for paper in station.dossier()["papers"] for page in paper["pages"] if not page.get("removal")]
    station.expect(len(set(digests)) == len(digests), "no page is there twice")
    station.shot("resumed")
    no_scanner(station)


def no_scanner(station):
    """A scanner that is not there stops nothing midway: it never began, and no sheet is counted."""
    headers = {"X-Sohoa-CSRF": station.api("/api/session")[1]["csrf"]}
    station.api("/api/scanner", "PUT", {"name": f"{station.api('/api/scanners')[1]['chosen']}-gone"}, headers)
    station.open("/")
    station.begin("000.18.29.H51-210615-0076")
    station.click("#scan")
    text = station.see("#fault", "a scan without a scanner ends", station.chosen.timeout * 3).text
    station.expect("Chưa quét được" in text and "cắm dây" in text, "it says that nothing was scanned, and what to look at", text)
    station.expect("trang đã lưu" not in text, "and tells of no sheet to go on from", text)
    station.shot("no-scanner")


def manual_duplex(station):
    station.start()
    station.begin()
    station.select("#f-choices-source", "manualDuplex")
    station.until(lambda: "Bước 1/2" in station.text("#panel"), "the first step is explained")
    station.click("#scan", "scan the fronts")
    station.see("#stop")
    station.gone("#stop", seconds=station.chosen.timeout * 4)
    station.until(lambda: "Bước 2/2" in station.text("#panel"), "the second step is explained")
    station.shot("backs")
    fronts = [page for page, _ in station.pages()]
    locked_between(station)
    # A front that is blank is left out; its sheet lies in the stack all the same.
    station.change(f"/api/dossiers/{station.chosen.code}/pages", {"action": "leaveOut", "pages": [fronts[1]]})
    station.until(lambda: len(station.pages()) == len(fronts) - 1, "a front is left out as blank")
    station.expect(f"{len(fronts)} tờ" in station.text("#panel .guide"), "its back is waited for all the same", station.text("#panel .guide"))
    backs_over_jam(station, fronts)
    pages = [page for paper in station.dossier()["papers"] for page in paper["pages"]]
    station.expect(len(pages) == 2 * len(fronts), "there are as many backs as fronts", str(len(pages)))
    station.expect([page["id"] for page in pages[::2]] == fronts, "each front is followed by its back")
    station.expect(all(a["sheet"] == b["sheet"] for a, b in zip(pages[::2], pages[1::2])), "front and back are one sheet")
    backs = [page["id"] for page in pages[1::2]]
    station.expect(backs == sorted(backs, reverse=True), "the backs were fed last sheet first")
    station.expect("Bước" not in station.text("#panel .guide") or "Bước 1/2" in station.text("#panel"), "no backs are waited for any more")
    station.select("#f-choices-source", "automatic")


def locked_between(station):
    """The officer is called away between fronts and backs; the screen locks by itself, and nothing is forgotten."""
    station.hurry(20)
    station.browser.refresh()
    station.until(lambda: "Bước 2/2" in station.text("#panel"), "a reload leaves the officer at the second step")
    station.until(lambda: "sắp khóa" in station.text("#notices"), "before an unattended screen locks, it says so")
    station.shot("soon-locked")
    station.see("#f-signIn-pin", "an unattended screen locks by itself")
    station.expect("đang khóa" in station.text("main") and station.chosen.owner not in station.text("body"), "and shows nothing of the dossier")
    station.until(lambda: station.api("/api/desk")[0] == 401, "the agent is locked as well")
    station.shot("locked")
    station.allowed.append("status of 401")
    station.hurry(1)
    station.browser.refresh()
    station.see("#f-signIn-pin").send_keys(station.chosen.pin, Keys.ENTER)
    station.until(lambda: "Bước 2/2" in station.text("#panel"), "the PIN leads back to the second step")


def backs_over_jam(station, fronts):
    """The second back jams; the rest finds its places after a reload all the same."""
    station.reload_feeder("jam@2")
    station.click("#scan", "scan the backs")
    station.see("#stop")
    station.see("#fault", "the stack jams among the backs", station.chosen.timeout * 3)
    left = len(fronts) - 1
    station.until(lambda: f"còn {left} mặt sau" in station.text("#fault"), f"it says that {left} backs are to come")
    station.expect("từ tờ vừa dừng" in station.text("#fault"), "and to go on from the sheet that stopped, not with a sheet of the fronts")
    station.until(lambda: "Quét mặt sau" in station.text("#scan"), "the button goes on with the backs")
    station.shot("backs-jam")
    station.browser.refresh()
    station.until(lambda: f"{left} tờ" in station.text("#panel .guide") and "Quét mặt sau" in station.text("#scan"), "a reload does not forget it")
    station.click("#scan", "go on with the backs")
    station.see("#stop")
    station.scanned()
    station.gone("#fault", "the fault is over")
