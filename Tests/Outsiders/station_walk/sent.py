"""The way of finished dossiers: paused, on its way, received, extended, refused; and a disk that is nearly full."""

from . import scanning


def finish_one(station, code=None):
    """Scans what lies in the feeder into the dossier at hand, and finishes it."""
    station.click("#scan", "scan")
    station.see("#stop")
    station.scanned()
    station.click("#finish")
    scanning.finish(station, station.click)


def steps(station):
    """The steps that the panel shows as done, and the one it is at."""
    return station.script(
        """const of = name => [...document.querySelectorAll(`#panel .steps .${name} span`)].map(e => e.firstChild.data.trim());
        return [of('done'), of('now')]""")


def open_row(station):
    station.click(f"[data-code='{station.chosen.code}'][data-state] button", "open the finished dossier")
    station.see("#panel .sealed")


def sent(station):
    station.start()
    station.see("#scan")
    station.click("[data-do='queue.pause']", "pause the delivery")
    station.see("#banner-paused", "the page says that nothing is sent for now")
    station.begin()
    finish_one(station)
    station.shot("paused")
    station.expect(station.text("[data-figure=waiting] b").strip() == "1", "one dossier waits", station.text("[data-figure=waiting]"))
    open_row(station)
    station.until(lambda: steps(station) == [[], ["Đã lưu trên máy"]], "it is saved here and no farther")
    station.script("window.stayed = true")
    station.click("[data-do='queue.resume']", "go on sending")
    station.until(lambda: "còn khoảng" in station.text("#panel .sending"), "the panel shows how much is sent and how long the rest takes")
    station.expect(steps(station) == [["Đã lưu trên máy"], ["Đang tải lên"]], "and that it is on its way", str(steps(station)))
    station.shot("transfer")
    station.until(lambda: steps(station)[0] == ["Đã lưu trên máy", "Đang tải lên", "Tỉnh đã nhận"], "the panel says by itself that the province has it", station.chosen.timeout * 2)
    station.expect(station.script("return window.stayed"), "without a reload")
    station.shot("received")
    extended(station)


def extended(station):
    before = [page for page, _ in station.pages()]
    station.click("#extend", "open it again")
    station.see("#finish", "it can be worked on")
    station.expect([page for page, _ in station.pages()] == before, "with all it had")
    station.expect("Lần gửi trước" in station.text("#panel"), "and what became of it before")
    station.change("/api/queue", {"action": "pause"})
    station.reload_feeder()
    finish_one(station)
    open_row(station)
    station.until(lambda: steps(station) == [[], ["Đã lưu trên máy"]], "the panel shows the latest submission, not the first")
    station.expect(len(station.dossier()["submissions"]) == 2, "there are two")
    station.shot("extended")
    station.click("[data-do='queue.resume']")
    station.until(lambda: len(steps(station)[0]) == 3, "the province has the second as well", station.chosen.timeout * 2)
    station.expect(len(station.pages()) > len(before), "it states the whole")


def refused(station):
    station.start()
    station.begin()
    finish_one(station)
    row = f"[data-code='{station.chosen.code}'][data-state]"
    station.until(lambda: station.see(row).get_attribute("data-state") == "refused", "the province refuses the dossier", station.chosen.timeout * 2)
    reason = station.text(f"{row} .problem").strip()
    station.expect(len(reason) > 20, "with its reason", reason)
    station.expect(station.text("[data-figure=waiting] b").strip() == "0", "it does not wait any more", station.text("[data-figure=waiting]"))
    station.see(".figures + .problem", "the figures say so")
    station.shot("refused")
    open_row(station)
    station.until(lambda: steps(station) == [["Đã lưu trên máy"], ["Bị từ chối"]], "the panel shows that it is saved, and refused")
    station.expect(reason in station.text("#panel"), "with the same reason", station.text("#panel"))
    station.shot("refused-panel")


def low_disk(station):
    station.start()
    station.see("#banner-disk", "the page says that the disk is nearly full")
    station.expect("Không mất trang nào" in station.text("#banner-disk"), "and that nothing is lost", station.text("#banner-disk"))
    station.begin()
    station.click("#scan")
    station.until(lambda: station.all(".notice.bad"), "a scan is refused in words")
    station.shot("low-disk")
    station.allowed.append("status of 503")
