"""Corrections in place, and papers that are reused instead of scanned."""

from selenium.webdriver.common.keys import Keys


def order(station):
    return [page for page, _ in station.pages()]


def scan_here(station, what):
    station.reload_feeder()
    station.click("#scan", what)
    station.see("#stop")
    station.scanned()


def corrections(station):
    station.start()
    station.begin()
    scan_here(station, "scan a stack")
    first = order(station)
    station.expect(len(first) >= 4, "there are at least four pages", str(len(first)))
    turning(station, first)
    keying(station, first)
    removing(station, first)
    moving(station, first)
    splitting(station)
    rescanning(station)
    inserting(station)
    blanks(station)
    counting(station)
    actions = [entry["action"] for entry in station.dossier()["history"]]
    for action in ["rotated", "removed", "restored", "moved", "split", "rescanned", "inserted"]:
        station.expect(action in actions, f"the history has {action}", str(actions))
    station.click("#history", "open the history")
    station.see("#dialog .history li", "the officer can read it")
    station.shot("history")
    station.keys(Keys.ESCAPE)


def turning(station, pages):
    station.click(f"#page-{pages[1]}")
    station.click("#tool-left")
    station.until(lambda: "xoay 270" in station.pages()[1][1], "a page is turned to the left")
    station.click("#undo")
    station.until(lambda: "xoay" not in station.pages()[1][1], "and back")


def keying(station, pages):
    """Keys as they come: with Caps Lock on, one right after another, and the space bar that begins a choice."""
    station.script("document.getElementById('page-' + arguments[0]).focus()", pages[0])
    for kind in ["keyDown", "keyUp"]:
        station.browser.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": kind, "key": "R", "code": "KeyR", "text": "R" if kind == "keyDown" else ""})
    station.until(lambda: "xoay 90" in station.pages()[0][1], "with Caps Lock R turns to the right all the same")
    station.chord(Keys.CONTROL, "z")
    station.until(lambda: "xoay" not in station.pages()[0][1], "and back", quietly=True)
    station.keys(Keys.SPACE)
    station.chord(Keys.CONTROL, Keys.ARROW_RIGHT)
    station.keys(Keys.SPACE)
    station.until(lambda: len(station.all(".page[aria-selected=true]")) == 2, "the space bar chooses one page, then another")
    station.click(f"#page-{pages[0]}")
    station.until(lambda: station.focused() == f"page-{pages[0]}", "a click chooses one alone", quietly=True)
    station.keys_at_once(Keys.DELETE, Keys.DELETE)
    station.until(lambda: order(station) == pages[2:], "two quick presses take two pages out")
    for _ in range(2):
        station.chord(Keys.CONTROL, "z")
    station.until(lambda: order(station) == pages, "and two bring both back")
    station.chord(Keys.CONTROL, "a")
    station.keys(Keys.DELETE)
    station.until(lambda: not order(station), "all are taken out")
    station.until(lambda: station.focused() == "undo", "the focus is where they come back from")
    station.keys(Keys.ENTER)
    station.until(lambda: order(station) == pages, "and one press brings all back")


def removing(station, pages):
    station.click(f"#page-{pages[1]}")
    station.script("document.getElementById('page-' + arguments[0]).focus()", pages[1])
    station.chord(Keys.SHIFT, Keys.ARROW_RIGHT)
    station.until(lambda: len(station.all(".page[aria-selected=true]")) == 2, "two pages are chosen")
    station.keys(Keys.DELETE)
    station.until(lambda: order(station) == [pages[0], *pages[3:]], "both are taken out")
    station.notice("Đã xóa 2 trang")
    station.click("#notices [data-do='page.undo']", "undo it from what is told")
    station.until(lambda: order(station) == pages, "both are back in their places")
    station.click(f"#page-{pages[2]}")
    station.click("#tool-remove")
    station.until(lambda: pages[2] not in order(station), "one is taken out")
    station.browser.refresh()
    station.click("#taken summary", "after a reload what was taken out is still there")
    station.shot("taken-out")
    station.click(f"[data-do='page.restore'][data-page='{pages[2]}']")
    station.until(lambda: order(station) == pages, "and is restored to its place")


def moving(station, pages):
    station.click(f"#page-{pages[0]}")
    station.script("document.getElementById('page-' + arguments[0]).focus()", pages[0])
    station.chord(Keys.ALT, Keys.ARROW_RIGHT)
    station.until(lambda: order(station)[:2] == [pages[1], pages[0]], "a page moves by keys")
    station.chord(Keys.CONTROL, "z")
    station.until(lambda: order(station) == pages, "and back")
    station.drag(station.see(f"#page-{pages[3]}"), station.see(f"#page-{pages[0]}"))
    station.until(lambda: order(station)[0] == pages[3], "a page moves by drag")
    station.click("#undo")
    station.until(lambda: order(station) == pages, "and back")


def splitting(station):
    pages = order(station)
    station.click(f"#page-{pages[2]}")
    station.click("#tool-split")
    role = lambda: station.see("#f-dialog-role").get_attribute("value")
    station.choose("#f-dialog-typeText", "giay-khai-sinh")
    station.until(lambda: role() == "result", "a kind of paper brings its role along")
    station.choose("#f-dialog-typeText", "Giấy ra viện")
    station.until(lambda: role() == "component", "which goes with it when another is typed")
    station.choose("#f-dialog-typeText", "giay-khai-sinh")
    station.shot("split")
    station.click("#dialog [type=submit]")
    station.until(lambda: len(station.all(".paper[data-paper]")) == 2, "the stack is split into two papers")
    station.expect(order(station) == pages, "the pages keep their order")
    station.click(f"#page-{pages[1]}")
    station.click("#tool-move")
    papers = [paper.get_attribute("data-paper") for paper in station.all(".paper[data-paper]")]
    station.select("#f-dialog-before", str(pages[0]))
    station.select("#f-dialog-paper", papers[1])
    station.until(lambda: station.see("#f-dialog-before").get_attribute("value") == "", "a place in one paper is none in another")
    station.click("#dialog [type=submit]")
    station.until(lambda: len(station.all(f".paper[data-paper='{papers[0]}'] .page[data-page]")) == 1, "a page goes to the other paper by dialog")
    station.click("#undo")
    station.until(lambda: len(station.all(f".paper[data-paper='{papers[0]}'] .page[data-page]")) == 2, "and comes back")


def rescanning(station):
    pages = order(station)
    station.click(f"#page-{pages[0]}")
    station.click("#tool-rescan")
    station.until(lambda: "Sẽ quét lại trang 1" in station.text("#panel"), "it says what will be scanned again")
    station.shot("rescan")
    scan_here(station, "scan it again")
    station.until(lambda: order(station)[0] != pages[0] and order(station)[1:] == pages[1:], "the new page has the old one's place")
    station.expect("Quét lại" in station.pages()[0][1], "and is marked")


def inserting(station):
    for place, shift in [("before", 0), ("after", 1)]:
        pages = order(station)
        station.click(f"#page-{pages[0]}")
        station.click(f"#tool-{place}")
        station.until(lambda: "Sẽ chèn" in station.text("#panel"), f"it says that pages go {place}")
        scan_here(station, "scan what is inserted")
        now = order(station)
        count = len(now) - len(pages)
        station.expect(count >= 1 and now[shift + count:] == pages[shift:] and now[:shift] == pages[:shift], f"{count} pages were inserted {place} it", str(now))


def blanks(station):
    flagged = [page["id"] for paper in station.dossier()["papers"] for page in paper["pages"]
               if not page.get("removal") and "blankSuspected" in page["flags"] and not page["isKeptBlank"]]
    if not flagged:
        print("ok: no page of this stack is suspected to be blank")
        return
    station.see(".hintbar[data-key=blanks]", "blank pages are asked about")
    station.shot("blanks")
    station.click("[data-do='blank.leaveAll']")
    station.until(lambda: not set(flagged) & set(order(station)), "they are left out")
    station.click("#undo")
    station.until(lambda: set(flagged) <= set(order(station)), "and come back")
    station.click("[data-do='blank.keepAll']")
    station.gone(".hintbar[data-key=blanks]", "kept, they are not asked about again")


def counting(station):
    """A wrong count of sheets is found when the dossier is to be finished, and put right there."""
    fed = station.dossier()["sheetsFed"]
    station.click("#dossier-edit")
    station.type("#f-dialog-sheetsExpected", str(fed + 1))
    station.click("#dialog [type=submit]")
    station.gone("#dialog[open]", "the officer counted one sheet more")
    station.click("#finish")
    station.see("[data-finding=sheet_count]", "the checks see it")
    station.expect(station.see("#seal").get_attribute("aria-disabled") == "true", "the dossier cannot be finished so")
    station.shot("count")
    station.type("#f-dialog-sheets", "12a")
    station.click("[data-do='finish.count']")
    station.until(lambda: "Hãy nhập số từ 1" in station.text("#dialog"), "what is no number is refused in words")
    station.expect(station.dossier()["sheetsExpected"] == fed + 1, "and the count that was stated stays")
    station.type("#f-dialog-sheets", str(fed))
    station.click("[data-do='finish.count']")
    station.gone("[data-finding=sheet_count]", "the number is put right in place")
    accepting(station)
    station.keys(Keys.ESCAPE)
    station.gone("#dialog[open]")
    together(station)


def accepting(station):
    """What has come up since the officer accepted what she saw is not accepted with it."""
    here = f"/api/dossiers/{station.chosen.code}"
    before = station.dossier()["procedure"]
    types = {paper["type"] for paper in station.dossier()["papers"]}
    other = next(procedure["code"] for procedure in station.api("/api/procedures")[1]["procedures"]
                 if procedure["code"] != before and any(paper["isCompulsory"] and paper["type"] not in types for paper in procedure["papers"]))
    if station.all("#f-dialog-accepts"):
        station.click("#f-dialog-accepts")
    station.until(lambda: station.see("#seal").get_attribute("aria-disabled") != "true", "what is seen is accepted", quietly=True)
    station.change(here, {"procedure": other})
    station.click("#seal")
    station.until(lambda: "vừa có thay đổi" in station.text("#dialog #notices"), "what is new is told, in the dialog itself")
    station.expect(station.dossier()["isOpen"] and not station.see("#f-dialog-accepts").is_selected(), "the dossier is not finished with it")
    station.shot("news")
    station.click("#dialog [data-do='notice.close']")
    station.change(here, {"procedure": before})
    unseen(station, here)


def unseen(station, here):
    """Pages that another officer takes out while this one finishes are looked at before they are signed."""
    pages = order(station)
    station.keys(Keys.ESCAPE)
    station.gone("#dialog[open]")
    station.click("#finish")
    station.until(lambda: station.all("#dialog .findings, #dialog .allgood"), "the checks answer", quietly=True)
    if station.all("#f-dialog-accepts"):
        station.click("#f-dialog-accepts")
    station.until(lambda: station.see("#seal").get_attribute("aria-disabled") != "true", "the dossier can be finished", quietly=True)
    station.change(here + "/pages", {"action": "remove", "pages": [pages[0]]})
    station.click("#seal")
    station.until(lambda: "vừa" in station.text("#dialog #notices"), "pages that changed elsewhere meanwhile are told, not signed")
    station.expect(station.dossier()["isOpen"], "and the dossier stays open")
    station.click("#dialog [data-do='notice.close']")
    station.change(here + "/pages", {"action": "restore", "pages": [pages[0]]})
    station.until(lambda: order(station) == pages, "the page is there again", quietly=True)


def together(station):
    """Two officers at one dossier: each changes what she touched, and nothing else."""
    here = f"/api/dossiers/{station.chosen.code}"
    number = "000085001234"
    station.change(here, {"ownerIdentityNumber": number})
    station.until(lambda: "234" in station.text("#panel"), "the other's change is shown", quietly=True)
    station.click("#dossier-edit")
    station.until(lambda: "•••••••••234" in station.text("#dialog"), "the identity number is masked")
    station.expect(number not in station.script("return document.getElementById('dialog').innerHTML"), "also in what the page is made of")
    station.shot("masked")
    station.change(here, {"ownerName": "LÊ THỊ THỬ"})
    station.type("#f-dialog-sheetsExpected", "")
    station.click("[data-do='dossier.showID']")
    station.until(lambda: station.focused() == "f-dialog-ownerIdentityNumber", "asked for, it can be changed")
    station.type("#f-dialog-ownerIdentityNumber", "000085009999")
    station.click("#dialog [type=submit]")
    station.gone("#dialog[open]")
    after = station.dossier()
    station.expect((after["ownerName"], after["ownerIdentityNumber"]) == ("LÊ THỊ THỬ", "000085009999"), "neither undoes the other", str(after["ownerName"]))


def reuse(station):
    station.start()
    station.type("#f-form-code", station.chosen.code + Keys.ENTER)
    station.until(lambda: station.focused() == "f-form-ownerName", "after the code the owner is asked for", quietly=True)
    station.type("#f-form-ownerName", station.chosen.found_owner + Keys.TAB)
    station.see("[data-key=found]", "what is digitised of the owner is found without being asked for")
    station.until(lambda: "số hóa ngày" in station.text("[data-key=found]"), "with its day")
    station.shot("found")
    unfinished_form(station)
    station.choose("#f-form-procedureText", station.chosen.procedure)
    station.click("[data-key=found] [data-do='look.reuse']", "press Dùng lại")
    station.until(lambda: "Dùng lại bản đã số hóa" in station.text("#strip"), "the paper is in the dossier, without pages")
    reused = [paper["reuse"] for paper in station.dossier()["papers"] if paper.get("reuse")]
    station.expect(len(reused) == 1, "the reuse is recorded")
    station.shot("reused")


def unfinished_form(station):
    """Dùng lại from the lookup, while the form behind it is not filled in; and what was found stays found."""
    station.keys(Keys.F4)
    station.see("#dialog[data-name=look]", "F4 looks papers up")
    station.keys(Keys.ENTER)
    station.click("#dialog [data-do='look.reuse']", "press Dùng lại too early")
    station.gone("#dialog[open]", "the dialog gives way")
    station.until(lambda: station.focused() == "f-form-procedureText", "to the field that is still to be filled in")
    station.see("[data-key=found] [data-do='look.reuse']", "what was found stays at hand")
    station.browser.execute_async_script(
        "const done = arguments[0]; import('/found.js').then(({lookUp}) => lookUp({code: '000.18.29.H51-990101-0001'})).then(() => setTimeout(done, 50))")
    station.see("[data-key=found] [data-do='look.reuse']", "what a code does not find takes nothing of what its owner has")
