#!/usr/bin/env python3
"""Scans and finishes a dossier on the officer's page in Debian's headless Firefox ESR, over its own Marionette protocol.

usage: walk_firefox.py --url URL --officer NAME --pin PIN [--screenshots DIR]

Prints one line a thing that held and ends with status 0; at the first that did not it prints "FAILED: …" and ends with 1.
Debian has no driver for Firefox, so the browser is spoken to directly.
"""

import argparse
import base64
import os
import socket
import sys
import time

from marionette_driver.by import By
from marionette_driver.errors import MarionetteException
from marionette_driver.keys import Keys
from marionette_driver.marionette import Marionette


class Failure(Exception):
    """Something an officer would miss."""


class Desk:
    """The page in Firefox."""

    def __init__(self, browser, chosen):
        self.browser = browser
        self.chosen = chosen

    def until(self, condition, what, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if condition():
                    print(f"ok: {what}", flush=True)
                    return
            except MarionetteException:
                pass
            time.sleep(0.1)
        raise Failure(f"waited in vain: {what}")

    def count(self, css):
        return self.browser.execute_script("return document.querySelectorAll(arguments[0]).length", [css])

    def text(self, css):
        return self.browser.execute_script("return document.querySelector(arguments[0])?.textContent ?? ''", [css])

    def find(self, css):
        return self.browser.find_element(By.CSS_SELECTOR, css)

    def click(self, css, what):
        self.until(lambda: self.find(css).click() or True, what)

    def type(self, css, text, what):
        def fill():
            field = self.find(css)
            field.clear()
            field.send_keys(text)
            return True
        self.until(fill, what)

    def choose(self, css, text):
        self.type(css, text, f"look for {text}")
        self.until(lambda: self.count(".combo [role=option]"), "the list opens")
        self.find(css).send_keys(Keys.ENTER)
        self.until(lambda: self.find(css).get_attribute("aria-expanded") == "false", "the list closes")

    def shot(self, name):
        if self.chosen.screenshots:
            os.makedirs(self.chosen.screenshots, exist_ok=True)
            with open(os.path.join(self.chosen.screenshots, f"firefox-{name}.png"), "wb") as file:
                file.write(base64.b64decode(self.browser.screenshot(full=False)))


def walk(desk):
    desk.browser.navigate(desk.chosen.url)
    desk.until(lambda: desk.count(".tile, #f-signIn-pin"), "the page is there")
    desk.browser.execute_script(
        "for (const tile of document.querySelectorAll('.tile')) if (tile.textContent.includes(arguments[0])) tile.click()",
        [desk.chosen.officer])
    desk.type("#f-signIn-pin", desk.chosen.pin, "the PIN is asked for")
    desk.click("#enter", "sign in")
    desk.until(lambda: desk.count("#top"), "the desk is shown")
    desk.shot("desk")
    desk.type("#f-form-code", "000.18.29.H51-210615-0042" + Keys.ENTER, "enter a code")
    desk.type("#f-form-ownerName", "NGUYỄN VĂN MẪU", "enter the owner")
    desk.choose("#f-form-procedureText", "1.001193")
    desk.choose("#f-form-typeText", "to-khai")
    desk.click("#scan", "press Quét")
    desk.until(lambda: desk.count(".page[data-page]") == 4 and not desk.count("#stop"), "four pages are in the strip")
    desk.until(lambda: desk.browser.execute_script(
        "return [...document.querySelectorAll('.page img')].every(i => i.complete && i.naturalWidth)"), "all are seen")
    desk.click(".page[data-page]", "choose a page")
    desk.click("#tool-right", "turn it")
    desk.until(lambda: "rotate(90deg)" in desk.browser.execute_script(
        "return document.querySelector('#canvas img').style.transform"), "it is turned")
    desk.shot("dossier")
    desk.click("#finish", "press Hoàn tất")
    desk.until(lambda: desk.count("#dialog .findings, #dialog .allgood"), "the checks answer")
    if desk.count("[data-do='finish.keep']"):
        desk.click("[data-do='finish.keep']", "keep what looks blank")
    if desk.count("#f-dialog-accepts"):
        desk.click("#f-dialog-accepts", "accept what is missing")
    desk.until(lambda: desk.find("#seal").get_attribute("aria-disabled") != "true", "the dossier can be finished")
    desk.click("#seal", "finish")
    desk.until(lambda: desk.browser.execute_script(
        "return document.querySelector('[data-code=\"000.18.29.H51-210615-0042\"][data-state]')?.dataset.state"
    ) == "received", "the province has it, and the page says so by itself")
    desk.shot("received")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True)
    parser.add_argument("--officer", required=True)
    parser.add_argument("--pin", required=True)
    parser.add_argument("--screenshots")
    chosen = parser.parse_args()
    browser = Marionette(
        host="127.0.0.1", port=free_port(), bin="/usr/bin/firefox-esr", headless=True, gecko_log="-",
        startup_timeout=120,
        prefs={"intl.locale.requested": "vi", "app.update.auto": False, "datareporting.policy.dataSubmissionEnabled": False})
    try:
        browser.start_session()
        browser.set_window_rect(width=1366, height=768)
        walk(Desk(browser, chosen))
    except Failure as failure:
        print(f"FAILED: {failure}")
        return 1
    finally:
        browser.cleanup()
    print("done: firefox")
    return 0


if __name__ == "__main__":
    sys.exit(main())
