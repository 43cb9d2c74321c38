"""What is shown of the rest of the world: the link, other tabs, a restarted agent, much paper."""

import json
import os
import time

from selenium.webdriver.common.keys import Keys

from . import scanning


def offline(station):
    """By keyboard alone."""
    station.start()
    station.see("#banner-offline", "the page says that the province cannot be reached", station.chosen.timeout * 3)
    text = station.text("#banner-offline")
    station.expect("Mất kết nối" in text and "an toàn trên máy" in text, "and that work goes on", text)
    station.expect(station.see("#link").get_attribute("data-state") == "offline", "the mark at the top says so too")
    station.shot("offline")
    scanning.begin_by_keyboard(station)
    station.keys(Keys.F2)
    station.see("#stop", "scan all the same")
    station.scanned()
    station.keys(Keys.F8)
    scanning.finish(station, lambda css: scanning.press_by_keyboard(station, css))
    state = station.see(f"[data-code='{station.chosen.code}'][data-state]").get_attribute("data-state")
    station.expect(state == "sealed", "the dossier is saved on this PC", state)
    station.see("[data-state=sealed]")
    station.expect("Đã lưu trên máy" in station.text(f"[data-code='{station.chosen.code}']"), "in words")
    station.shot("saved")


def back_online(station):
    station.start()
    row = f"[data-code='{station.chosen.code}'][data-state]"
    station.gone("#banner-offline", "the province is reached again", station.chosen.timeout * 4)
    station.until(lambda: station.see(row).get_attribute("data-state") == "received", "the province has the dossier", station.chosen.timeout * 4)
    station.expect("Tỉnh đã nhận" in station.text(row), "in words")
    station.click(f"{row} button")
    station.until(lambda: len(station.all(".steps .done")) == 3, "all three steps are done")
    station.shot("received")


def two_tabs(station):
    station.start()
    station.begin()
    first = station.browser.current_window_handle
    station.click("#scan", "press Quét")
    station.see("#stop")
    station.browser.switch_to.new_window("tab")
    second = station.browser.current_window_handle
    station.size(station.chosen.width, station.chosen.height)
    station.open()
    station.see("#stop, #scan")
    station.until(lambda: station.script("return location.hash") == f"#{station.chosen.code}" or station.all("#scan"), "a second tab shows what is under way")
    station.open(f"/#{station.chosen.code}")
    station.see("#strip")
    station.browser.refresh()
    station.see("#strip", "a reload shows the same dossier")
    station.scanned()
    pages = station.until(station.pages, "the second tab has the pages")
    station.browser.switch_to.window(first)
    station.until(lambda: station.pages() == pages, "the first tab has the same")
    page = pages[0][0]
    station.click(f"#page-{page}")
    station.click("#tool-right")
    station.until(lambda: "xoay 90" in station.pages()[0][1], "turned in the first", quietly=True)
    station.browser.switch_to.window(second)
    station.until(lambda: "xoay 90" in station.pages()[0][1], "the second follows at once")
    gone(station)
    station.open("/")
    station.type("#f-form-code", "000.18.29.H51-210615-9")
    station.type("#f-form-ownerName", "Lê Thị Thử")
    station.type("#f-form-typeText", "Giấy ra viện")
    station.api("/api/queue", "POST", {"action": "retry"}, {"X-Sohoa-CSRF": station.api("/api/session")[1]["csrf"]})
    time.sleep(1)
    station.expect(station.see("#f-form-ownerName").get_attribute("value") == "Lê Thị Thử", "what is typed survives news from the server")
    station.browser.refresh()
    station.until(lambda: station.see("#f-form-ownerName").get_attribute("value") == "Lê Thị Thử", "and a reload")
    station.until(lambda: station.see("#f-form-typeText").get_attribute("value") == "Giấy ra viện", "so does a kind of paper that was typed")
    drafts(station, first, second)
    missed(station)


def value(station, name):
    return station.see(f"#f-form-{name}").get_attribute("value")


def drafts(station, first, second):
    """The form that is not a dossier yet is one, in every tab."""
    station.browser.switch_to.window(first)
    station.open("/")
    station.until(lambda: value(station, "ownerName") == "Lê Thị Thử", "the first tab has what was typed in the second")
    station.until(lambda: value(station, "code") == "000.18.29.H51-210615-9", "also in the field that has the focus")
    station.type("#f-form-ownerName", "Lê Thị Thử Hai")
    station.browser.switch_to.window(second)
    station.until(lambda: value(station, "ownerName") == "Lê Thị Thử Hai", "and the second follows while the first is typed in")
    station.browser.refresh()
    station.notice("đang điền dở", "whoever finds a form half filled in is told, for another citizen may sit there by now")
    station.click("#notices [data-do='form.clear']", "and begins anew with one press")
    station.until(lambda: not value(station, "ownerName") and station.focused() == "f-form-code", "with the code of the next")
    station.until(lambda: not station.api("/api/draft")[1].get("form"), "nothing is kept of the former", quietly=True)


def gone(station):
    """Somebody else discards the dossier at hand: it is said where it has gone."""
    code = "000.18.29.H51-210615-0077"
    token = station.api("/api/session")[1]["csrf"]
    station.api("/api/dossiers", "POST", {"code": code, "procedure": "1.001193", "ownerName": "LÊ THỊ THỬ"}, {"X-Sohoa-CSRF": token})
    station.open(f"/#{code}")
    station.see("#strip")
    station.api(f"/api/dossiers/{code}/discard", "POST", {}, {"X-Sohoa-CSRF": token})
    station.notice(f"Hồ sơ {code} vừa được bỏ", "who has a dossier open that another discards is told")
    station.see("#f-form-code", "and is at the desk")


def crash(station):
    """The browser goes down in the middle of a scan, then in the middle of a form: neither is lost."""
    station.start()
    station.begin()
    station.click("#scan", "press Quét")
    station.see("#stop")
    station.see(".page[data-page]")
    station.crash_browser()
    station.start()
    station.click(f"[data-key='open-{station.chosen.code}'] button", "after a crash of the browser the dossier is in the list")
    station.scanned()
    scanning.expect_pages(station)
    station.open("/")
    station.type("#f-form-code", "000.18.29.H51-210615-0078" + Keys.ENTER)
    station.until(lambda: station.focused() == "f-form-ownerName", "begin another dossier", quietly=True)
    station.type("#f-form-ownerName", "Lê Thị Dở Dang")
    station.choose("#f-form-procedureText", station.chosen.procedure)
    name = value(station, "procedureText")
    station.until(lambda: ((station.api("/api/draft")[1] or {}).get("form") or {}).get("procedureText") == name, "the agent keeps the form")
    station.crash_browser()
    station.start()
    station.until(lambda: value(station, "ownerName") == "Lê Thị Dở Dang", "so is a form that is not a dossier yet")
    station.until(lambda: value(station, "code") == "000.18.29.H51-210615-0078" and value(station, "procedureText") == name, "with its code and procedure")
    station.shot("draft")
    station.click("#scan", "go on with it")
    station.see("#strip")
    station.gone("#stop", seconds=station.chosen.timeout * 4)
    station.until(lambda: not station.api("/api/draft")[1].get("form"), "once it is a dossier nothing of it is kept beside")


def missed(station):
    """A target that is not reached is missed once its year is over, and not before."""
    for year, word in [(2021, "Không đạt"), (None, "Chưa đạt")]:
        text = station.browser.execute_async_script(
            """const [year, done] = arguments;
            import('/state.js').then(({state, changed}) => {
              state.desk = {...state.desk, briefing: {asOf: new Date().toISOString(), progress: [
                {indicator: 'R3', year: year ?? new Date().getFullYear(), numerator: 1, denominator: 10, targetPermille: 950}]}};
              changed();
              setTimeout(() => done(document.querySelector('[data-rate=R3]').innerText));
            })""", year)
        station.expect(word in text, f"1/10 of a target of 95% is: {word}", text)


def restart(station):
    station.start(f"/#{station.chosen.code}")
    station.see("#strip")
    before = station.pages()
    station.restart_agent()
    station.until(lambda: station.all("#top") and not station.all("#banner-lost") or station.all("#f-signIn-pin, .tile"), "the page finds the agent again", station.chosen.timeout * 2)
    station.sign_in()
    station.see("#strip")
    station.until(lambda: station.pages() == before, "after a restart of the agent everything is as it was")
    station.allowed += ["ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED_ENCODING", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_RESET", "status of 401", "status of 503"]


def big(station):
    station.start()
    station.see("#scan")
    seconds = station.browser.execute_async_script(
        """const [code, done] = arguments, start = performance.now();
        location.hash = code;
        const look = () => document.querySelector('.page[data-page]') && document.querySelector('#canvas img') ? requestAnimationFrame(() => done((performance.now() - start) / 1000)) : setTimeout(look, 5);
        look()""", station.chosen.code)
    count = len(station.pages())
    print(f"measured: {seconds:.2f} s to open {count} pages", flush=True)
    station.expect(seconds < 1, f"{count} pages open in under a second", f"{seconds:.2f}")
    station.until(lambda: station.script("return [...document.querySelectorAll('.page img')].some(i => i.complete && i.naturalWidth)"), "their thumbnails appear")
    worst = station.browser.execute_async_script(
        """const done = arguments[0], strip = document.getElementById('strip'), start = performance.now();
        let last = start, worst = 0;
        const room = strip.scrollHeight > strip.clientHeight ? strip : document.scrollingElement;
        const step = now => { worst = Math.max(worst, now - last); last = now; room.scrollTop += room.clientHeight / 2;
          if (room.scrollTop + room.clientHeight < room.scrollHeight - 2 && now - start < 20000) requestAnimationFrame(step); else done(worst / 1000) };
        requestAnimationFrame(step)""")
    print(f"measured: {worst:.2f} s for the slowest frame of scrolling", flush=True)
    station.expect(worst < 1, "scrolling never stands still for a second", f"{worst:.2f}")
    station.shot("big")


def weight(station):
    """Every file of the page together, both languages and every dialog among them, as it is sent; none is left out."""
    station.start()
    station.see("#scan")
    folder = os.path.join(os.path.dirname(__file__), "../../../agent/Station/Web/Assets")
    names = sorted("" if name == "index.html" else name for name in os.listdir(folder))
    station.browser.execute_async_script(
        """const [names, done] = arguments;
        performance.clearResourceTimings();
        Promise.all(names.map(name => fetch(`/${name}`, {cache: 'no-store'}).then(answer => answer.arrayBuffer()))).then(() => setTimeout(done, 100));""", names)
    sizes = station.script("return performance.getEntriesByType('resource').map(e => [new URL(e.name).pathname.slice(1), e.encodedBodySize, e.decodedBodySize])")
    sent = {name: size for name, size, _ in sizes if name in names}
    station.expect(sorted(sent) == names, f"all {len(names)} files are weighed", str(set(names) - set(sent)))
    total = sum(sent.values())
    print(f"measured: {total} bytes sent, {sum(size for name, _, size in sizes if name in names)} unpacked: {json.dumps(sent)}", flush=True)
    station.expect(total <= 150_000, "the page with everything that belongs to it weighs at most 150 KB before thumbnails", str(total))
