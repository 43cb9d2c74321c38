"""How far the province is: at a glance, office by office, one office, and the state of stations and server."""


def figures(province):
    province.start()
    province.expect(province.heading().startswith("Tiến độ năm "), "the first page is the year's progress", province.heading())
    province.expect("33,4%" in province.text("[aria-labelledby=table-R1]"), "the plan's figures of the levels are there")
    province.expect(province.script(
        "return [...document.querySelectorAll('svg[role=img]')].every(e => e.querySelector(':scope > title')?.textContent)"),
        "every picture has a name")
    province.expect(province.script(
        "return [...document.querySelectorAll('.chart')].every(e => e.querySelectorAll('rect').length == e.querySelectorAll('tbody tr').length)"),
        "every chart has its numbers as a table")
    province.shot("overview")

    province.fill(year="2022", part="Q3")
    province.click("input[name=window]")
    province.go("#show", "h1")
    province.expect(province.heading() == "Tiến độ quý III/2022 (15/06/2022–14/09/2022)", "another period is shown", province.heading())
    province.fill(year="1066")
    province.script("document.querySelector('form.filters').noValidate = true")
    province.type("#day", "")
    province.script("document.getElementById('day').value = '1066-01-01'")
    province.go("#show", "#error", "a period that has not begun on the day is told")

    province.open("/")
    province.go("[aria-labelledby=table-R1] a[href*='level=commune']", ".sorted", "a level's number leads to its offices")
    province.expect(len(province.all(".sorted tbody tr")) == 109, "there are as many as communes", str(len(province.all(".sorted tbody tr"))))
    names = lambda: [row.text for row in province.all(".sorted tbody th")]
    before = names()
    province.go("thead a[href*='sort=name']", "[aria-sort=ascending]")
    province.expect(names() != before and sorted(before) == sorted(names()), "a heading sorts without any script")
    province.shot("offices")
    province.go(".tabs a[href*='view=indicators']", ".heat", "the same as a map")
    province.expect(len(province.all(".heat tbody tr")) == 109, "with a row for each")
    province.shot("map")
    province.go(".tabs a[href*='view=months']", ".heat")
    province.shot("months")

    province.go(".heat tbody a", "#history", "an office has its page")
    province.expect(province.path().startswith("/offices/st-"), "under its identity", province.path())
    province.see("#stations")
    province.shot("office")
    province.go("nav a[href='/operations']", "#storage", "the state of the server is shown")
    province.type("#days", "30")
    province.go("#show", "#silent")
    province.expect(province.path() == "/operations?days=30", "for as many days as one likes", province.path())
    province.shot("operations")
    status = province.script("return fetch('/offices.csv?level=commune').then(r => r.text()).then(t => t.split('\\r\\n').length)")
    province.expect(status == 111, "the table is there as a file", str(status))
