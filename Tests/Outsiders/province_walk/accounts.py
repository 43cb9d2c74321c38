"""Signing in, the second factor, accounts, the trail of it, and the language: as people do it."""

import subprocess
import tempfile

import pyotp


def wrong_password(province):
    province.open("/audit?actor=nobody")
    province.see("#username", "whoever is not signed in is asked who they are")
    province.shot("sign-in")
    province.sign_in(password="khong phai mat khau")
    province.expect("không đúng" in province.text("#error"), "a wrong password is told in words")
    province.expect(province.script("return document.getElementById('username').value") == province.chosen.username, "the username stays")
    province.expect(province.focused() == "password", "the password is asked again")
    province.shot("wrong-password")
    province.sign_in()
    province.expect(province.path() == "/audit?actor=nobody", "after the sign-in one is where one wanted to go", province.path())
    cookies = [cookie for cookie in province.browser.get_cookies() if cookie["name"].endswith("sohoa")]
    province.expect(len(cookies) == 1 and cookies[0]["httpOnly"] and cookies[0]["sameSite"] == "Lax", "the session is kept where no script reaches it", str(cookies))
    province.sign_out()
    province.open("/accounts")
    province.see("#username", "nothing is told any more")


def seen_by_a_phone(element):
    """What the QR code on the screen says to an outside reader."""
    with tempfile.NamedTemporaryFile(suffix=".png") as picture:
        picture.write(element.screenshot_as_png)
        picture.flush()
        read = subprocess.run(["zbarimg", "--quiet", "--raw", picture.name], capture_output=True, text=True)
    return read.stdout.strip()


def second_factor(province):
    province.start("/account")
    province.go("#factor-on", "#secret")
    secret = province.text("#secret").replace(" ", "")
    totp = pyotp.TOTP(secret)
    province.expect(pyotp.parse_uri(province.see("#otpauth").get_attribute("href")).secret == secret, "an authenticator reads the link")
    province.shot("second-factor")
    province.expect(seen_by_a_phone(province.see("#qr svg")) == province.see("#otpauth").get_attribute("href"), "a phone reads the same off the screen")
    province.fill(code="000000")
    province.go("#confirm", "#error", "a wrong code is told")
    used = totp.now()
    province.fill(code=used)
    province.go("#confirm", ".codes", "the second factor is on")
    codes = province.text(".codes").split()
    province.expect(len(set(codes)) == 10, "there are ten recovery codes", str(len(codes)))
    province.shot("recovery-codes")
    province.go("#done", "#factor-off")
    province.shot("second-factor-on")
    province.sign_out()
    province.sign_in()
    province.see("#code", "the code is asked for")
    province.shot("code")
    # Its step was used when the factor was set up: the same code is no good again, even when the next step has begun.
    province.fill(code=used)
    province.go("#enter", "#error", "a used code is refused")
    province.fill(code=codes[0].lower())
    province.go("#enter", "#menu", "a recovery code lets in")
    province.open("/account")
    province.expect("9" in province.text(".facts"), "one recovery code fewer is left")
    province.type("#off", province.chosen.password)
    province.go("#factor-off", "#said", "the second factor is off again")


def accounts(province):
    province.start()
    province.go("nav a[href='/accounts']", "#new")
    province.shot("list")
    province.go("#new", "#create")
    province.fill(username="Không Hợp Lệ", displayName="Phạm Thị Mới", role="officer")
    province.go("#create", ".error", "what is wrong is told at each field")
    province.expect(len(province.all(".error")) == 2, "the username and the missing office", province.text(".error"))
    province.shot("new-wrong")
    province.fill(username="moi-pt", scope="st-31498")
    temporary = province.go("#create", "#temporary", "a temporary password is shown").text
    province.shot("temporary-password")
    province.go("#done", "#disable")
    address = province.path()
    province.shot("an-account")
    province.sign_out()

    province.sign_in("moi-pt", temporary)
    province.expect("Mật khẩu hiện tại do quản trị cấp" in province.text("main"), "a temporary password has to be changed first")
    province.open("/")
    province.expect(province.path() == "/account", "nothing else is open before that")
    province.shot("must-change")
    new = "một câu dài dễ nhớ"
    province.fill(old=temporary, new="ngắn", repeat="ngắn")
    province.script("document.querySelectorAll('[minlength]').forEach(e => e.removeAttribute('minlength'))")
    province.go("#change-password", "#new-error", "a short password is refused with the reason")
    province.fill(old=temporary, new=new, repeat=new)
    province.go("#change-password", "#said", "the password is changed")
    province.open("/")
    province.expect(not province.all("nav a[href='/accounts']"), "an officer has no list of accounts")
    province.shot("officer-overview")
    province.open("/accounts")
    province.expect("không có quyền" in province.heading(), "and is told so when she asks for it")
    province.shot("forbidden")
    province.sign_out()

    province.sign_in()
    province.open(address)
    province.go("#disable", "#said", "the account is disabled")
    province.expect("Đã khóa" in province.text("h1"), "and says so")
    province.shot("disabled")
    province.sign_out()
    province.sign_in("moi-pt", new)
    province.expect("không đúng" in province.text("#error"), "a disabled account cannot sign in")
    province.open("/sign-in")
    province.sign_in()
    province.open(address)
    province.go("#enable", "#disable", "the account is enabled again")


def audit(province):
    province.start()
    province.go("nav a[href='/audit']", ".trail")
    province.shot("trail")
    province.fill(actor=province.chosen.username, action="session")
    province.go("#search", ".trail tbody tr", "entries are found")
    province.expect(all(province.chosen.username in row.text for row in province.all(".trail tbody tr")), "each by the one searched for")
    province.shot("searched")
    province.open("/audit?from=2031-02-30")
    province.expect("Ngày không đúng" in province.text("#error"), "a day that is none is told")
    province.open("/audit?subject=%3Cb%3E%22nobody")
    province.expect("Không có mục nào" in province.text("main"), "nothing found is said")
    province.expect(province.script("return document.getElementById('subject').value") == '<b>"nobody', "what was typed is shown as it was")


def language(province):
    province.open("/sign-in")
    province.go("#language", "h1")
    province.expect(province.heading() == "Sign in" and province.script("return document.documentElement.lang") == "en", "the page is English before the sign-in")
    province.sign_in()
    province.open("/audit?actor=x")
    province.click("#menu summary")
    province.shot("menu")
    province.go("#language", "h1")
    province.expect(province.heading() == "Nhật ký" and province.path() == "/audit?actor=x", "the switch leads back to the same page in Vietnamese")


def locked(province):
    """--username is another account than the other walks': it is locked afterwards for a while."""
    province.open("/sign-in")
    for attempt in range(5):
        province.sign_in(password=f"sai lần thứ {attempt}")
    province.sign_in()
    province.expect("Hãy thử lại sau" in province.text("#error"), "after five wrong attempts even the right password has to wait")
    province.shot("locked")
