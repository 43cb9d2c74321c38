"""For everyone: names for those who listen, contrast, a focus that is seen, targets that are hit, room that suffices."""

from selenium.webdriver.common.keys import Keys

INTERACTIVE = {"button", "link", "textbox", "combobox", "checkbox", "radio", "listbox", "option", "menuitem", "switch", "slider",
               "searchbox", "spinbutton", "tab", "DisclosureTriangle", "dialog"}

CONTRAST = r"""
const parse = c => { const m = c.match(/rgba?\(([^)]+)\)/); if (!m) return [0, 0, 0, 0]; const p = m[1].split(/[ ,/]+/).map(Number); return [p[0], p[1], p[2], p[3] ?? 1]; };
const over = (a, b) => { const t = a[3] + b[3] * (1 - a[3]); return t ? [0, 1, 2].map(i => (a[i] * a[3] + b[i] * b[3] * (1 - a[3])) / t).concat(t) : [0, 0, 0, 0]; };
const light = c => { const f = v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; return .2126 * f(c[0]) + .7152 * f(c[1]) + .0722 * f(c[2]); };
const behind = e => { let c = [0, 0, 0, 0]; for (; e; e = e.parentElement) { c = over(c, parse(getComputedStyle(e).backgroundColor)); if (c[3] > .99) break; if (e.nodeName === 'DIALOG') break; } return c[3] > .99 ? c : over(c, parse(getComputedStyle(document.body).backgroundColor)); };
const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const dialog = document.querySelector('dialog[open]');
for (let n; n = walker.nextNode();) {
  const e = n.parentElement, text = n.data.trim();
  if (!text || !e.checkVisibility({visibilityProperty: true}) || e.closest('.heard, noscript, option, svg, [aria-disabled=true], .skip, .taken .frame')) continue;
  if (dialog && !dialog.contains(e)) continue;
  const s = getComputedStyle(e);
  let opacity = 1; for (let p = e; p; p = p.parentElement) opacity *= Number(getComputedStyle(p).opacity);
  const back = behind(e), front = over([...parse(s.color).slice(0, 3), parse(s.color)[3] * opacity], back);
  const [a, b] = [light(front), light(back)].sort((x, y) => y - x), ratio = (a + .05) / (b + .05);
  const size = parseFloat(s.fontSize), isLarge = size >= 24 || size >= 18.66 && Number(s.fontWeight) >= 700;
  if (ratio < (isLarge ? 3 : 4.5)) found.push(`${text.slice(0, 40)} (${ratio.toFixed(2)}, ${e.className || e.nodeName})`);
}
return [...new Set(found)];
"""

TARGETS = """
const found = [];
for (const e of document.querySelectorAll('button, summary, a[href], select, input, [role=option]')) {
  if (!e.checkVisibility({visibilityProperty: true}) || e.closest('.skip, [hidden]') || e.matches('.skip')) continue;
  const box = (e.type === 'checkbox' ? e.closest('label') : e).getBoundingClientRect();
  if (box.width && (box.height < 43.5 || box.width < 43.5)) found.push(`${e.id || e.className || e.textContent.trim().slice(0, 20)} ${Math.round(box.width)}x${Math.round(box.height)}`);
}
return found;
"""

CLIPPED = """
const found = [];
for (const e of document.querySelectorAll('h1, h2, h3, p, span, b, small, button, label, td, li, dt, dd, summary')) {
  if (!e.checkVisibility() || e.closest('.heard, svg') || e.children.length) continue;
  const s = getComputedStyle(e), size = parseFloat(s.fontSize), line = s.lineHeight === 'normal' ? size * 1.36 : parseFloat(s.lineHeight);
  if (e.textContent.trim() && line < size * 1.29) found.push(`${e.textContent.trim().slice(0, 30)}: ${(line / size).toFixed(2)}`);
  if (s.clipPath === 'none' && s.overflowY === 'hidden' && e.scrollHeight > e.clientHeight + 1 && e.clientHeight) found.push(`${e.textContent.trim().slice(0, 30)} is cut`);
}
return found;
"""


def check(station, name, *, dark=False):
    """Everything that can be told of one screen as it stands."""
    tree = station.browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    nodes = [node for node in tree if not node.get("ignored") and node.get("role", {}).get("value") in INTERACTIVE]
    nameless = [(node["role"]["value"], node.get("backendDOMNodeId")) for node in nodes if not node.get("name", {}).get("value", "").strip()]
    station.expect(nodes and not nameless, f"{name}: each of {len(nodes)} controls has a name", str(nameless[:4]))
    station.expect(not (low := station.script(CONTRAST)), f"{name}: contrast is AA{' in the dark' if dark else ''}", "; ".join(low[:6]))
    station.expect(not (small := station.script(TARGETS)), f"{name}: targets are at least 44 pixels", "; ".join(small[:6]))
    station.expect(not (cut := station.script(CLIPPED)), f"{name}: Vietnamese marks have room", "; ".join(cut[:6]))
    width, room = station.script("return [document.documentElement.scrollWidth, innerWidth]")
    station.expect(width <= room, f"{name}: nothing lies beside the screen", f"{width} of {room}")
    raw = station.script("return (document.body.innerText.match(/(^|\\s)[a-z]+(\\.[a-zA-Z]+)+(?=\\s|$)/g) ?? [])")
    station.expect(not raw, f"{name}: everything has its words", str(raw[:5]))
    doubled = station.script("const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return ids.filter((id, i) => ids.indexOf(id) !== i)")
    station.expect(not doubled, f"{name}: ids are unique", str(doubled))


def check_focus(station, name, most=80):
    """Tab goes through everything, and at each stop it is seen where the focus is."""
    seen = []
    for _ in range(most):
        station.keys_at_once(Keys.TAB)
        at = station.script(
            """const e = document.activeElement; if (!e || e === document.body) return null;
            const s = getComputedStyle(e), box = e.getBoundingClientRect();
            window.stops ??= new Map(); if (!stops.has(e)) stops.set(e, stops.size);
            return [stops.get(e), e.id || e.className || e.nodeName, s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
              box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth]""")
        if at is None:
            continue
        if seen and at[0] == seen[0][0]:
            break
        seen.append(at)
    unseen = [stop[1] for stop in seen if not stop[2] or not stop[3]]
    station.expect(len(seen) > 1 and not unseen, f"{name}: the focus is seen at each of {len(seen)} stops", str(unseen[:5]))


def screens(station):
    """The screens to look at: a name, and how to get there."""
    def dialog(css, first=None):
        def open_it():
            for step in [first, css]:
                if step:
                    station.click(step)
            station.see("#dialog[open]")
        return open_it

    yield "desk", lambda: None
    yield "desk with wrong fields", lambda: station.click("#scan")
    yield "shortcuts", dialog("#help")
    yield "lookup", dialog("[data-do='look.open']")
    yield "scanner", dialog("#scanner")
    if station.api(f"/api/dossiers/{station.chosen.code}")[0] == 200:
        yield "dossier", lambda: (station.open(f"/#{station.chosen.code}"), station.see("#strip"))
        if station.dossier()["isOpen"]:
            yield "about the dossier", dialog("#dossier-edit")
            yield "new paper", dialog("#add-other")
            if station.dossier()["pages"]:
                yield "finish", lambda: (dialog("#finish")(), station.until(lambda: station.all("#dialog .findings, #dialog .allgood"), "checked", quietly=True))


def check_told(station):
    """What fails while a dialog is open is seen, heard and pressed in the dialog: whatever lies outside is out of reach."""
    station.click("#dossier-edit")
    station.type("#f-dialog-ownerName", "LÊ THỊ THỬ")
    station.browser.execute_cdp_cmd("Network.enable", {})
    station.browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/api/dossiers/*"]})
    station.click("#dialog [type=submit]")
    station.see("#dialog .notice.bad", "a failure is told in the dialog")
    station.browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
    station.allowed.append("ERR_BLOCKED_BY_CLIENT")
    tree = {node["nodeId"]: node for node in station.browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]}
    def within(node):
        return [node, *(inner for child in node.get("childIds", []) if child in tree for inner in within(tree[child]))]
    alerts = [node for node in tree.values() if node.get("role", {}).get("value") == "alert" and not node.get("ignored")]
    heard = " ".join(inner.get("name", {}).get("value", "") for alert in alerts for inner in within(alert))
    station.expect("không trả lời" in heard, "and heard by who listens", heard)
    check(station, "a dialog with bad news")
    station.shot("told")
    station.click("#dialog [data-do='notice.close']", "and put away there")
    station.gone("#dialog .notice")
    station.keys(Keys.ESCAPE)
    station.gone("#dialog[open]")


def check_words(station):
    """Both languages have every text, with the same things filled in."""
    odd = station.browser.execute_async_script(
        """const done = arguments[0], load = name => import(`/words-${name}.js`).then(module => module.default);
        Promise.all([load('vi'), load('rest-vi'), load('en')]).then(([first, rest, en]) => {
          const vi = {...first, ...rest}, holes = text => (text ?? '').split('|').map(form => (form.match(/\\{\\w+\\}/g) ?? []).sort().join()).at(-1);
          done([...new Set([...Object.keys(vi), ...Object.keys(en)])].filter(key => !vi[key] || !en[key] || holes(vi[key]) !== holes(en[key])));
        }, error => done([String(error)]))""")
    station.expect(not odd, "both languages have every text", str(odd[:5]))


def accessibility(station):
    station.allowed.append("status of 404")
    station.open()
    station.see(".tile, #f-signIn-pin")
    station.expect(station.script("return document.documentElement.lang") == "vi", "the page says that it is Vietnamese")
    check(station, "signing in")
    station.sign_in()
    station.see("#scan")
    for width, height, scale, dark in [(1366, 768, 1, False), (1366, 768, 1, True), (1024, 768, 1, False), (683, 384, 2, False), (390, 844, 1, False)]:
        station.size(width, height, scale, dark, reduced=True)
        station.open()
        station.see("#scan")
        for name, go in screens(station):
            go()
            label = f"{name} at {width}x{height}{' dark' if dark else ''}"
            check(station, label, dark=dark)
            station.shot(f"{name.replace(' ', '-')}-{width}{'-dark' if dark else ''}")
            if station.all("#dialog[open]"):
                station.keys(Keys.ESCAPE)
                station.gone("#dialog[open]")
    station.size(1366, 768)
    station.open()
    station.see("#scan")
    check_focus(station, "desk")
    if station.api(f"/api/dossiers/{station.chosen.code}")[0] == 200:
        station.open(f"/#{station.chosen.code}")
        station.see("#strip")
        check_focus(station, "dossier")
        station.click("#help")
        station.see("#dialog[open]")
        check_focus(station, "a dialog")
        station.keys(Keys.ESCAPE)
        station.until(lambda: station.focused() == "help", "after a dialog the focus is where it was")
        check_told(station)
    station.click("#menu summary")
    station.click("#language")
    station.until(lambda: station.script("return document.documentElement.lang") == "en" and "Today" in station.text("#app"), "English is one press away")
    station.shot("english")
    check(station, "English")
    station.click("#menu summary")
    station.click("#language")
    station.until(lambda: station.script("return document.documentElement.lang") == "vi", "and so is Vietnamese")
    check_words(station)
