"""What the province sets from afar, as the officer's page shows it."""

import subprocess


def settings(station):
    """The page is open, and a choice of the officer's is kept, when the province wants another quality."""
    def quality():
        return station.see("#f-choices-profile").get_attribute("value")

    def source():
        return station.see("#f-choices-source").get_attribute("value")

    station.start(f"/#{station.chosen.code}")
    station.see("#strip")
    station.expect(quality() == "standard", "the usual quality is offered first", quality())
    station.select("#f-choices-source", "feeder")
    subprocess.run(station.chosen.set, shell=True, check=True)
    station.until(lambda: quality() == "fine", "the open page offers what the province wants", 120)
    station.expect(source() == "feeder", "what else the officer chose stays", source())
    station.shot("offered")
    station.click("#scan")
    station.see("#stop")
    station.scanned()
    resolutions = [page["resolution"] for paper in station.dossier()["papers"] for page in paper["pages"]]
    station.expect(resolutions[-1] == 300 and resolutions[0] == 200, "and is scanned with it", str(resolutions))
    station.select("#f-choices-profile", "text")
    station.browser.refresh()
    station.see("#strip")
    station.until(lambda: (quality(), source()) == ("text", "feeder"), "the officer's own choices hold until the province wants another quality")
