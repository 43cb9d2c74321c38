"""The province's pages in a browser: what every walk through them shares."""

import base64
import os

from station_walk.browser import Station


class Province(Station):
    """The pages of one collector in one browser. `chosen` has url, username, password, screenshots, walk, timeout."""

    def __init__(self, chosen):
        super().__init__(chosen)
        # What a form or an address was refused with is told in the console as well as on the page.
        self.allowed += [f"status of {status}" for status in (403, 422, 429)]

    def sign_in(self, username=None, password=None):
        """Signs in by the form; does nothing where somebody is in."""
        self.until(lambda: self.all("#username, #menu"), "the page is there", quietly=True)
        if self.all("#menu"):
            return
        username = username or self.chosen.username
        self.type("#username", username)
        self.type("#password", password or self.chosen.password)
        self.go("#enter", "#menu, #code, #error")

    def sign_out(self):
        self.click("#menu summary")
        self.click("#leave")
        self.see("#username", "signed out")

    def heading(self):
        return self.text("h1")

    def path(self):
        return self.script("return location.pathname + location.search")

    def fill(self, **fields):
        """Fills the fields of those ids; selects by value."""
        for name, value in fields.items():
            if self.script("return document.getElementById(arguments[0]).nodeName", name) == "SELECT":
                self.select(f"#{name}", value)
            else:
                self.type(f"#{name}", value)

    def go(self, css, then, what=None):
        """Clicks what leads to another page, and waits for that page's `then`."""
        self.script("document.documentElement.dataset.left = 1")
        if self.script("return !!document.querySelector(arguments[0])?.closest('#management:not([open])')", css):
            self.click("#management > summary")
        self.click(css)
        self.until(lambda: self.script("return !document.documentElement.dataset.left"), f"{css} leads on", quietly=True)
        return self.see(then, what)

    def pdf(self, name):
        """The page as it is printed on A4, kept beside the screenshots."""
        data = base64.b64decode(self.browser.execute_cdp_cmd(
            "Page.printToPDF", {"printBackground": False, "paperWidth": 8.27, "paperHeight": 11.69})["data"])
        if self.chosen.screenshots:
            with open(os.path.join(self.chosen.screenshots, f"{self.chosen.walk}-{name}.pdf"), "wb") as file:
                file.write(data)
        return data
