#!/usr/bin/env python3
"""Walks the province's pages of a running sohoa-collector in Debian's headless Chromium, as its people would.

usage: walk_province.py --url URL --username NAME --password PASSWORD [--screenshots DIR] [options] WALK

Each walk prints one line a thing that held ("ok: …") and ends with status 0; at the first that did not it prints
"FAILED: …", keeps a screenshot, and ends with status 1. The walks; --username is an administrator of the whole province
with no second factor unless it says otherwise:

  sign-in            a wrong password, the right one, where one wanted to go, out again
  second-factor      set up, used, recovered, turned off; the other factor is PyPI's pyotp
  accounts           makes moi-pt at st-31498, who has to change the password; disables and enables it
  audit              searches the trail
  language           both languages, before and after the sign-in
  locked             an account that may be locked for a while
  dossiers           a dossier of Nguyễn Văn Mẫu is found, opened, looked at
  imports            tables as files, approved by a second administrator, nguoi-duyet, with the same password
  figures            the overview, the offices as table and maps, one office, operations
  loads              procedures, officers' workload, the lists behind their numbers
  accessibility      every page at every size, light, dark, English, printed
"""

import argparse
import sys

from province_walk import accounts, dossiers, figures, imports, loads, looks
from province_walk.browser import Province
from station_walk.browser import Failure

WALKS = {
    "sign-in": accounts.wrong_password,
    "second-factor": accounts.second_factor,
    "accounts": accounts.accounts,
    "audit": accounts.audit,
    "language": accounts.language,
    "locked": accounts.locked,
    "dossiers": dossiers.dossiers,
    "figures": figures.figures,
    "imports": imports.imports,
    "loads": loads.loads,
    "accessibility": looks.accessibility,
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True, help="where the collector serves, for instance http://127.0.0.1:8460")
    parser.add_argument("--username", required=True)
    parser.add_argument("--password", required=True)
    parser.add_argument("--screenshots", help="a folder that gets a screenshot of every state")
    parser.add_argument("--timeout", type=float, default=30, help="most seconds to wait for anything")
    parser.add_argument("--width", type=int, default=1366)
    parser.add_argument("--height", type=int, default=768)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--chromedriver", default="/usr/bin/chromedriver")
    parser.add_argument("walk", choices=WALKS)
    return parser.parse_args()


def main():
    chosen = arguments()
    with Province(chosen) as province:
        try:
            WALKS[chosen.walk](province)
            province.expect_no_errors()
        except Failure as failure:
            province.shot("failed")
            print(f"FAILED: {chosen.walk}: {failure}")
            return 1
        except Exception:
            province.shot("failed")
            print(f"FAILED: {chosen.walk}: the walk itself broke off at {province.browser.current_url}")
            raise
    print(f"done: {chosen.walk}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
