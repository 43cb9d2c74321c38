"""A shared PC: signing in, the lock, what other pages may not do; and the officers."""

import http.client
import urllib.parse

from selenium.webdriver.common.keys import Keys


def plain(station, method, path, headers, body=None):
    """A request that no browser made."""
    address = urllib.parse.urlsplit(station.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=station.chosen.timeout)
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, dict((name.lower(), value) for name, value in response.getheaders())


def security(station):
    address = urllib.parse.urlsplit(station.url)
    host = f"{address.hostname}:{address.port}"
    status, headers = plain(station, "GET", "/", {"Host": host})
    station.expect(status == 200, "the page is served")
    policy = headers.get("content-security-policy", "")
    station.expect("default-src 'none'" in policy and "unsafe" not in policy, "with a policy that lets in nothing from elsewhere", policy)
    station.expect(headers.get("x-content-type-options") == "nosniff", "and says what its files are")
    for evil in ["evil.example", f"evil.example:{address.port}", "127.0.0.1.evil.example"]:
        status, _ = plain(station, "GET", "/api/session", {"Host": evil})
        station.expect(status in (400, 403, 421), f"a request for the host {evil} is refused", str(status))
    for path in ["/api/desk", "/api/procedures", f"/api/dossiers/{station.chosen.code}", "/api/officers", "/api/events"]:
        status, _ = plain(station, "GET", path, {"Host": host})
        station.expect(status in (401, 403), f"{path} needs a session", str(status))
    status, _ = plain(station, "POST", "/api/session", {"Host": host, "Origin": "https://evil.example", "Content-Type": "application/json"},
                      f'{{"officer": 1, "pin": "{station.chosen.pin}"}}')
    station.expect(status == 403, "a sign-in from another page is refused", str(status))

    station.open()
    wrong(station)
    station.sign_in()
    cookies = station.browser.get_cookies()
    station.expect(len(cookies) == 1 and cookies[0]["httpOnly"] and cookies[0]["sameSite"] == "Strict", "the session is kept where no script and no other page reach it", str(cookies))
    status, _, _ = station.api("/api/queue", "POST", {"action": "retry"})
    station.expect(status == 403, "a change without the page's token is refused", str(status))
    status, _, _ = station.api("/api/queue", "POST", {"action": "retry"}, {"X-Sohoa-CSRF": "0" * 32})
    station.expect(status == 403, "so is one with another token", str(status))
    station.allowed += ["status of 403", "status of 401"]
    hostile(station)
    lock(station)
    station.click("#menu summary")
    station.click("#leave", "sign out")
    station.see(".tile, #f-signIn-pin", "nobody is signed in")
    status, _, _ = station.api("/api/desk")
    station.expect(status == 401, "nothing is told any more", str(status))


def wrong(station):
    station.see(".tile, #f-signIn-pin")
    for tile in station.all(".tile"):
        if station.chosen.officer in tile.text:
            tile.click()
    station.see("#f-signIn-pin").send_keys("000000000", Keys.ENTER)
    station.until(lambda: station.text(".field .error"), "a wrong PIN is refused in words")
    station.shot("wrong-pin")
    station.expect(not station.all("#top"), "and lets nobody in")


def hostile(station):
    """Impossible input: nothing is run, nothing breaks, it is said what is wrong."""
    station.see("#scan")
    for text in ["H51-1-1", "<img src=x onerror=alert(1)>", "000.18.29.H51-210615-0001'; DROP TABLE dossier"]:
        station.type("#f-form-code", text + Keys.ENTER)
        station.until(lambda: "chưa đúng dạng" in station.text("#panel"), f"refused: {text}")
    station.type("#f-form-code", " 000.18.29.h51 – 210615 – 7777\t")
    station.see("#f-form-code").send_keys(Keys.ENTER)
    station.until(lambda: station.see("#f-form-code").get_attribute("value") == "000.18.29.H51-210615-7777", "a pasted code is cleaned")
    station.expect(cleaned(station, "\u200b NGUYỄN\u00ad VĂN\ufeff\t\r\n\u0000A\u202e ") == "NGUYỄN VĂN A", "what is invisible in pasted text leaves no gap in a name")
    station.script(
        """const e = document.getElementById('f-form-ownerName'); e.value = 'Ă'.repeat(10000);
        e.dispatchEvent(new Event('input', {bubbles: true}))""")
    station.choose("#f-form-procedureText", station.chosen.procedure)
    station.choose("#f-form-typeText", station.chosen.paper)
    station.click("#scan")
    station.until(lambda: "200" in station.text("#f-form-ownerName-about"), "a name of 10,000 characters is refused beside its field")
    station.shot("too-long")
    station.type("#f-form-ownerName", "<b>x</b>")
    station.expect(not station.script("return document.querySelector('#app b b, #app script')"), "typed markup stays text")


def cleaned(station, text):
    """One line of pasted text as the page sends it."""
    return station.browser.execute_async_script("const [text, done] = arguments; import('/format.js').then(({cleanText}) => done(cleanText(text)))", text)


def lock(station):
    station.type("#f-form-ownerName", "TRẦN THỊ BÍ MẬT")
    station.click("#menu summary")
    station.click("#lock", "lock the screen")
    station.see("#f-signIn-pin", "the PIN is asked for")
    markup = station.script("return document.documentElement.outerHTML")
    station.expect("BÍ MẬT" not in markup and "id=\"strip\"" not in markup, "no data is left in the page")
    status, _, _ = station.api("/api/desk")
    station.expect(status in (401, 403, 423), "and none is told", str(status))
    station.shot("locked")
    station.see("#f-signIn-pin").send_keys(station.chosen.pin, Keys.ENTER)
    station.see("#top", "the PIN unlocks it")
    station.until(lambda: station.see("#f-form-ownerName").get_attribute("value") == "TRẦN THỊ BÍ MẬT", "what was typed is there again")


def officers(station):
    station.start()
    station.click("#menu summary")
    station.click("#officers", "a manager manages the officers")
    station.click("#officer-add")
    station.type("#f-dialog-edit-displayName", "Lâm Thị Mới")
    station.type("#f-dialog-edit-name", "lam.moi")
    station.type("#f-dialog-edit-pin", "864213")
    station.shot("new-officer")
    station.click("#dialog [type=submit]")
    station.until(lambda: "Lâm Thị Mới" in station.text("#dialog"), "the new officer is in the list")
    station.keys(Keys.ESCAPE)
    station.click("#menu summary")
    station.click("#leave")
    station.see(".tile")
    station.sign_in("Lâm Thị Mới", "864213")
    station.click("#menu summary")
    station.expect(not station.all("#officers"), "an officer who is no manager does not manage")
    status, _, _ = station.api("/api/officers")
    station.expect(status == 403, "and is refused when asking", str(status))
    station.allowed.append("status of 403")
