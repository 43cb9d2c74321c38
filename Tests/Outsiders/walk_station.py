#!/usr/bin/env python3
"""Walks the officer's page of a running sohoa-agent in Debian's headless Chromium, as an officer would.

usage: walk_station.py --url URL --officer NAME --pin PIN [--screenshots DIR] [options] WALK

Each walk prints one line a thing that held ("ok: …") and ends with status 0; at the first that did not it prints
"FAILED: …", keeps a screenshot, and ends with status 1. The walks and what they need of the agent:

  scan-by-mouse      paper in the feeder; makes --code, scans, corrects a page, finishes
  scan-by-keyboard   the same without the mouse, the code read by a bar code reader
  sent               a capped link, paper in the feeder, --reload: paused, on its way, received, extended
  refused            paper in the feeder, an office that the province has closed; makes --code
  low-disk           an agent that wants more room than there is
  jam-and-resume     a feeder that jams at page --jam-at of its stack
  corrections        at least four pages in the feeder, --reload
  manual-duplex      fronts in the feeder, --reload and --faults for the backs, an agent that locks after a minute
  reuse              a paper of --found-owner that is digitised
  files              --files good and bad ones
  inbox              a file in the watched folder
  offline            an agent that cannot reach its collector; finishes --code
  back-online        the same agent after it can: --code is confirmed
  two-tabs           paper in the feeder; a second tab and a reload see the same
  crash              paper in the feeder; the browser goes down while scanning, and over a form
  restart            --restart, a command that restarts the agent while the page is open
  officers           --officer is a manager
  far-settings       paper in the feeder, --code under way, --set: the province wants the quality "fine"
  security           nothing but this walk
  accessibility      nothing but this walk; dialogs of an open dossier where --code is one
  big                --code with many pages: opens and scrolls in under a second
  weight             nothing but this walk: bytes of the page before thumbnails
"""

import argparse
import sys

from station_walk import accessibility, correcting, far, files, scanning, security, sent, states
from station_walk.browser import Failure, Station

WALKS = {
    "scan-by-mouse": scanning.by_mouse,
    "scan-by-keyboard": scanning.by_keyboard,
    "sent": sent.sent,
    "refused": sent.refused,
    "low-disk": sent.low_disk,
    "jam-and-resume": scanning.jam_and_resume,
    "manual-duplex": scanning.manual_duplex,
    "corrections": correcting.corrections,
    "reuse": correcting.reuse,
    "files": files.dropped_and_chosen,
    "inbox": files.inbox,
    "offline": states.offline,
    "back-online": states.back_online,
    "two-tabs": states.two_tabs,
    "crash": states.crash,
    "restart": states.restart,
    "officers": security.officers,
    "far-settings": far.settings,
    "security": security.security,
    "accessibility": accessibility.accessibility,
    "big": states.big,
    "weight": states.weight,
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True, help="where the agent serves its page, for instance http://127.0.0.1:8480")
    parser.add_argument("--officer", required=True, help="the officer's name on the tile")
    parser.add_argument("--pin", required=True)
    parser.add_argument("--screenshots", help="a folder that gets a screenshot of every state")
    parser.add_argument("--code", default="000.18.29.H51-210615-0001", help="the dossier to work on")
    parser.add_argument("--owner", default="NGUYỄN VĂN MẪU")
    parser.add_argument("--procedure", default="1.001193", help="code or part of the name")
    parser.add_argument("--paper", default="to-khai", help="code or part of the name of the first paper")
    parser.add_argument("--found-owner", default="NGUYỄN VĂN MẪU", help="an owner with a digitised paper")
    parser.add_argument("--pages", type=int, help="pages that the feeder gives")
    parser.add_argument("--jam-at", type=int, default=3, help="the page of the stack at which the feeder jams")
    parser.add_argument("--reload", metavar="FILE", help="a file whose removal puts the stack into the feeder again")
    parser.add_argument("--faults", metavar="FILE", help="the file that scripts the faults of the feeder")
    parser.add_argument("--restart", metavar="COMMAND", help="restarts the agent and returns when it serves")
    parser.add_argument("--set", metavar="COMMAND", help="sets what the province wants, and makes the station ask")
    parser.add_argument("--files", nargs="+", default=[], help="files to add; names that begin with bad are to be refused")
    parser.add_argument("--first-thumbnail", type=float, help="most seconds from the button to the first thumbnail")
    parser.add_argument("--timeout", type=float, default=30, help="most seconds to wait for anything")
    parser.add_argument("--width", type=int, default=1366)
    parser.add_argument("--height", type=int, default=768)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--chromedriver", default="/usr/bin/chromedriver")
    parser.add_argument("walk", choices=WALKS)
    return parser.parse_args()


def main():
    chosen = arguments()
    with Station(chosen) as station:
        try:
            WALKS[chosen.walk](station)
            station.expect_no_errors()
        except Failure as failure:
            station.shot("failed")
            print(f"FAILED: {chosen.walk}: {failure}")
            return 1
        except Exception:
            station.shot("failed")
            print(f"FAILED: {chosen.walk}: the walk itself broke off at {station.browser.current_url}")
            raise
    print(f"done: {chosen.walk}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
