"""Files instead of a scan: chosen, dropped, waiting in the watched folder."""

import os

from selenium.webdriver.common.by import By


def is_bad(path):
    return os.path.basename(path).startswith("bad")


def dropped_and_chosen(station):
    paths = [os.path.abspath(path) for path in station.chosen.files]
    good = [path for path in paths if not is_bad(path)]
    station.expect(good, "the walk has a good file")
    station.start()
    station.begin()
    station.browser.find_element(By.ID, "files").send_keys(good[0])
    station.until(lambda: len(station.pages()) >= 1, "a chosen file becomes a page", station.chosen.timeout * 2)
    station.expect("Từ tệp" in station.pages()[0][1], "marked as imported")
    station.notice("Đã nạp 1 tệp")
    station.shot("chosen")
    before = len(station.pages())
    # The browser gives a script no files from the disk: what is dropped comes through a field of its own.
    station.script("const i = document.createElement('input'); i.type = 'file'; i.multiple = true; i.id = 'dropped'; document.body.append(i)")
    station.browser.find_element(By.ID, "dropped").send_keys("\n".join(paths))
    station.script(
        """const input = document.getElementById('dropped'), data = new DataTransfer();
        for (const file of input.files) data.items.add(file);
        input.remove();
        const fire = type => document.getElementById('strip').dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: data}));
        fire('dragover'); window.veil = !document.getElementById('veil').hidden; fire('drop');
        // A second hand drops while the first files are still under way.
        const more = new DataTransfer(); more.items.add(data.files[0]);
        document.getElementById('strip').dispatchEvent(new DragEvent('drop', {bubbles: true, cancelable: true, dataTransfer: more}));
        setTimeout(() => { const leaving = new Event('beforeunload', {cancelable: true}); dispatchEvent(leaving); window.warned = leaving.defaultPrevented; }, 30);""")
    station.expect(station.script("return window.veil"), "it is shown where dropped files will go")
    station.until(lambda: station.script("return !document.querySelector('[data-key=files]')") and len(station.pages()) == before + len(good) + 1,
                  "every good file is there, whatever the bad ones were, and what was dropped meanwhile", station.chosen.timeout * 4)
    station.expect(station.script("return window.warned"), "who leaves the page meanwhile is warned")
    for path in filter(is_bad, paths):
        station.until(lambda: os.path.basename(path) in station.text("#notices") or len(station.all(".notice.bad")) >= 3, f"{os.path.basename(path)} is refused with a reason")
    station.shot("dropped")
    station.allowed.append("the server responded with a status of 4")


def inbox(station):
    station.start()
    station.see("[data-key=inbox]", "the waiting file is shown")
    name = station.text("[data-key=inbox] .what b").splitlines()[0]
    station.begin()
    station.browser.find_element(By.ID, "files")
    station.click("#scan", "scan a page, so that there is a dossier") if station.chosen.pages != 0 else None
    station.see("#strip")
    station.gone("#stop", seconds=station.chosen.timeout * 4)
    before = len(station.pages())
    station.click("[data-do='inbox.take']", "put it into the dossier")
    station.until(lambda: len(station.pages()) > before, "its pages are in the dossier")
    station.until(lambda: name not in station.text("[data-key=inbox]"), "it waits no longer")
    station.shot("inbox")
