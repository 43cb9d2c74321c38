"""The browser, and what an officer sees and does in it: waits are explicit, selectors are ids and data attributes."""

import json
import os
import subprocess
import tempfile
import time

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


class Failure(AssertionError):
    """Something an officer would miss."""


class Station:
    """The page of one agent in one browser."""

    def __init__(self, chosen):
        self.chosen = chosen
        self.url = chosen.url.rstrip("/")
        self.shots = 0
        self.allowed = ["Failed to load resource: the server responded with a status of 404"]
        if chosen.screenshots:
            os.makedirs(chosen.screenshots, exist_ok=True)

    def __enter__(self):
        self.profile = tempfile.TemporaryDirectory(prefix="walk-station-", ignore_cleanup_errors=True)
        self.browser = self.open_browser()
        self.size(self.chosen.width, self.chosen.height)
        return self

    def __exit__(self, *_):
        self.browser.quit()
        self.profile.cleanup()

    def open_browser(self):
        options = webdriver.ChromeOptions()
        options.binary_location = self.chosen.chromium
        for argument in [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--lang=vi",
            "--disable-background-networking", "--disable-component-update", f"--user-data-dir={self.profile.name}",
            # No request may leave the PC: other names do not resolve, and what was asked for is looked at.
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
        ]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        return webdriver.Chrome(options=options, service=webdriver.ChromeService(self.chosen.chromedriver))

    def crash_browser(self):
        """Takes the browser away in the middle of its work, and opens it anew."""
        try:
            self.browser.execute_cdp_cmd("Browser.crash", {})
        except WebDriverException:
            pass
        try:
            self.browser.quit()
        except WebDriverException:
            pass
        self.browser = self.open_browser()
        self.size(self.chosen.width, self.chosen.height)

    # What is seen

    def size(self, width, height, scale=1, dark=False, reduced=False):
        """Sets the room there is; a page at 200 % has half of it at twice the scale."""
        self.browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False})
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if reduced else "no-preference"}]})

    def shot(self, name):
        if self.chosen.screenshots:
            self.shots += 1
            path = os.path.join(self.chosen.screenshots, f"{self.chosen.walk}-{self.shots:02d}-{name}.png")
            try:
                self.browser.save_screenshot(path)
            except WebDriverException:
                pass

    def all(self, css):
        return [element for element in self.browser.find_elements(By.CSS_SELECTOR, css) if self.is_shown(element)]

    def is_shown(self, element):
        try:
            return element.is_displayed()
        except StaleElementReferenceException:
            return False

    def text(self, css="body"):
        """The text of what `css` names, as it is shown; empty where it is not there."""
        return self.script("return [...document.querySelectorAll(arguments[0])].map(e => e.innerText).join('\\n')", css)

    def script(self, code, *arguments):
        return self.browser.execute_script(code, *arguments)

    def focused(self):
        """The id of what has the focus."""
        return self.script("return document.activeElement && document.activeElement.id")

    def pages(self):
        """The live pages in order, as `(id, label)`."""
        return self.script("return [...document.querySelectorAll('.page[data-page]')].map(e => [Number(e.dataset.page), e.getAttribute('aria-label')])")

    def api(self, path, method="GET", body=None, headers=None):
        """A request of the page itself: status and JSON."""
        return self.browser.execute_async_script(
            """const [path, method, body, headers, done] = arguments;
            fetch(path, {method, headers: {...(body ? {'Content-Type': 'application/json'} : {}), ...headers}, body: body && JSON.stringify(body)})
              .then(async r => done([r.status, await r.json().catch(() => null), Object.fromEntries(r.headers)]), e => done([0, String(e), {}]));""",
            path, method, body, headers or {})

    def change(self, path, body):
        """A request that changes something, as another tab or another officer makes it."""
        token = self.api("/api/session")[1]["csrf"]
        status, answer, _ = self.api(path, "POST" if "action" in body else "PATCH", body, {"X-Sohoa-CSRF": token})
        self.expect(status < 300, f"meanwhile elsewhere: {', '.join(map(str, body.values()))}", str(answer))

    def hurry(self, times):
        """Lets the page's clock run faster from the next load on, so that nobody has to wait for the lock; 1 is the usual time."""
        if getattr(self, "hurrying", None):
            self.browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": self.hurrying})
        self.hurrying = self.browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": f"""
            const now = Date.now, later = window.setTimeout, start = now();
            Date.now = () => start + (now() - start) * {times};
            window.setTimeout = (what, time, ...more) => later(what, time / {times}, ...more);"""})["identifier"]

    def dossier(self, code=None):
        return self.api(f"/api/dossiers/{code or self.chosen.code}")[1]

    # What must hold

    def expect(self, holds, what, detail=""):
        if not holds:
            raise Failure(f"{what} {detail}".strip())
        print(f"ok: {what}", flush=True)

    def until(self, condition, what, seconds=None, quietly=False):
        """Waits until `condition()` is true and returns what it gave."""
        end = time.monotonic() + (seconds or self.chosen.timeout)
        last = None
        while time.monotonic() < end:
            try:
                last = condition()
                if last:
                    if not quietly:
                        print(f"ok: {what}", flush=True)
                    return last
            except StaleElementReferenceException:
                pass
            time.sleep(0.04)
        raise Failure(f"waited in vain: {what} (last seen: {last!r})")

    def see(self, css, what=None, seconds=None):
        """Waits until something that `css` names is shown, and returns the first."""
        return self.until(lambda: self.all(css), what or f"{css} is shown", seconds, quietly=what is None)[0]

    def gone(self, css, what=None, seconds=None):
        self.until(lambda: not self.all(css), what or f"{css} is gone", seconds, quietly=what is None)

    def expect_no_errors(self):
        """The console told no error, and no request went anywhere but to the agent."""
        errors = [entry["message"] for entry in self.browser.get_log("browser")
                  if entry["level"] == "SEVERE" and not any(allowed in entry["message"] for allowed in self.allowed)]
        self.expect(not errors, "the browser's console told no error", str(errors[:3]))
        asked = set()
        for entry in self.browser.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                asked.add(message["params"]["request"]["url"])
        strangers = [url for url in asked if not url.startswith((self.url, "data:", "blob:", "about:", "chrome"))]
        self.expect(not strangers, f"none of {len(asked)} requests left the agent", str(strangers[:3]))

    # What is done

    def click(self, css, what=None):
        """Clicks like a hand: on what is shown, where it is."""
        def press():
            for element in self.all(css):
                if element.get_attribute("aria-disabled") == "true":
                    continue
                self.script("arguments[0].scrollIntoView({block: 'nearest'})", element)
                element.click()
                return True
            return False

        def patiently():
            try:
                return press()
            except WebDriverException as error:
                # What moves or is covered for a moment is tried again.
                if "intercepted" in str(error) or "not interactable" in str(error) or "stale" in str(error):
                    return False
                raise
        self.until(patiently, what or f"click {css}", quietly=what is None)

    def type(self, css, text):
        """Types into a field from its beginning."""
        field = self.see(css)
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(Keys.DELETE)
        field.send_keys(text)
        return field

    def keys(self, *keys):
        """Presses keys wherever the focus is, one after another as a person does."""
        for key in keys:
            ActionChains(self.browser).send_keys(key).perform()
            time.sleep(0.09)

    def keys_at_once(self, *keys):
        ActionChains(self.browser, duration=0).send_keys(*keys).perform()

    def chord(self, modifier, key):
        ActionChains(self.browser).key_down(modifier).send_keys(key).key_up(modifier).perform()
        time.sleep(0.09)

    def read_barcode(self, text):
        """Types as a bar code reader does: no pause between the keys, Enter at the end."""
        ActionChains(self.browser, duration=0).send_keys(text, Keys.ENTER).perform()

    def choose(self, css, text):
        """Chooses from a list that narrows while typing."""
        field = self.type(css, text)
        self.until(lambda: field.get_attribute("aria-expanded") == "true" and self.all(".combo [role=option]"), f"a list for {text}", quietly=True)
        field.send_keys(Keys.ENTER)
        self.until(lambda: field.get_attribute("aria-expanded") == "false", "the list closes", quietly=True)

    def select(self, css, value):
        self.script(
            "const s = document.querySelector(arguments[0]); s.value = arguments[1];"
            "s.dispatchEvent(new Event('input', {bubbles: true})); s.dispatchEvent(new Event('change', {bubbles: true}))", css, value)

    def drag(self, source, target):
        """Drags one thing to the left half of another, as a hand does."""
        left = -target.size["width"] // 4
        hand = ActionChains(self.browser).click_and_hold(source).pause(0.2)
        hand.move_to_element_with_offset(target, left + 6, 0).pause(0.1).move_to_element_with_offset(target, left, 4).pause(0.2)
        hand.release().perform()

    def reload_feeder(self, faults=""):
        """Puts the stack into the feeder again, and scripts what goes wrong with it."""
        if self.chosen.faults:
            with open(self.chosen.faults, "w", encoding="utf-8") as script:
                script.write(faults + "\n")
        if self.chosen.reload and os.path.exists(self.chosen.reload):
            os.remove(self.chosen.reload)

    def restart_agent(self):
        subprocess.run(self.chosen.restart, shell=True, check=True)

    # Steps that many walks share

    def open(self, path="/"):
        self.browser.get(self.url + path)

    def sign_in(self, name=None, pin=None):
        """Signs in by tile and PIN; does nothing where somebody is in."""
        name, pin = name or self.chosen.officer, pin or self.chosen.pin
        self.until(lambda: self.all(".tile, #f-signIn-pin, #top"), "the page is there", quietly=True)
        if self.all("#top"):
            return
        for tile in self.all(".tile"):
            if name in tile.text:
                tile.click()
        self.see("#f-signIn-pin").send_keys(pin)
        self.click("#enter")
        self.see("#top", f"{name} is signed in")

    def start(self, path="/"):
        self.open(path)
        self.sign_in()

    def begin(self, code=None, paper=None):
        """Fills the form for a new dossier by hand, up to the button."""
        self.type("#f-form-code", (code or self.chosen.code) + Keys.ENTER)
        self.until(lambda: self.focused() == "f-form-ownerName", "after the code the owner is asked for")
        self.type("#f-form-ownerName", self.chosen.owner)
        self.choose("#f-form-procedureText", self.chosen.procedure)
        self.choose("#f-form-typeText", paper or self.chosen.paper)

    def scanned(self, what="the scan ended well", seconds=None):
        """Waits for the end of a scan."""
        self.gone("#stop", seconds=seconds or self.chosen.timeout * 4)
        self.until(lambda: self.all("#scan, #fault"), what)

    def notice(self, text, what=None):
        self.until(lambda: text in self.text("#notices"), what or f"told: {text}")
