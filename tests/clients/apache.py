"""An application behind Apache and mod_auth_openidc: it has no code for the
login at all. Apache runs with `apache.conf` on a loopback port."""

import grp
import os
import pwd
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from string import Template
from urllib.parse import urlencode, urlsplit

import requests
from person import Person
from report import step

ISSUER, BASE_URL, CLIENT_SECRET = os.environ["ISSUER"], os.environ["BASE_URL"], os.environ["CLIENT_SECRET"]
PORT = urlsplit(BASE_URL).port
APPLICATION, CALLBACK = f"{BASE_URL}/case/", f"{BASE_URL}/case/callback"
SESSION_COOKIE = "mod_auth_openidc_session"


@contextmanager
def apache():
    """Runs Apache in a folder of its own; gives its log."""
    with tempfile.TemporaryDirectory(prefix="idp-apache-") as folder:
        folder = Path(folder)
        user, group = worker(folder)
        settings = Template(Path("apache.conf").read_text()).substitute(
            folder=folder,
            port=PORT,
            base_url=BASE_URL,
            issuer=ISSUER,
            secret=CLIENT_SECRET,
            passphrase=secrets.token_urlsafe(24),
            user=user,
            group=group,
        )
        (folder / "apache.conf").write_text(settings)
        (folder / "pages/case").mkdir(parents=True)
        (folder / "pages/case/index.html").write_text("<!doctype html><title>Hakemukset</title>")
        (folder / "pages/logged-out.html").write_text("<!doctype html><title>Uloskirjautuminen</title>")
        server = subprocess.Popen(["/usr/sbin/apache2", "-f", folder / "apache.conf", "-D", "FOREGROUND"])
        log = folder / "error.log"
        try:
            wait_until("Apache listens", lambda: listens(server, log))
            yield log
        finally:
            server.terminate()
            server.wait(timeout=10)


def worker(folder):
    """The user and group that answer requests: root may only begin and hand over."""
    if os.getuid() == 0:
        folder.chmod(0o755)
        return "www-data", "www-data"
    me = pwd.getpwuid(os.getuid())
    return me.pw_name, grp.getgrgid(me.pw_gid).gr_name


def listens(server, log):
    assert server.poll() is None, f"Apache ended with {server.returncode}: {log.exists() and log.read_text()}"
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", PORT)) == 0


def wait_until(what, is_so):
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.05)


def logs_in(person):
    page = person.log_in(APPLICATION)
    assert (page.status_code, page.url) == (200, APPLICATION), f"{page.status_code} {page.url}\n{page.text}"
    assert "Hakemukset" in page.text
    step("a protected page leads through the hosted pages and back to itself")

    session = session_of(person)
    claims, userinfo = session["id_token"], session["userinfo"]
    assert claims["iss"] == ISSUER and claims["aud"] == "apache", claims
    assert page.headers["x-person"] == claims["sub"] == userinfo["sub"]
    assert userinfo["email"] == person.username
    step("the application is told who it is, from a verified ID token and userinfo")
    return session


def takes_no_foreign_answer(person):
    session = person.browser.cookies.get(SESSION_COOKIE)
    person.browser.cookies.clear("127.0.0.1", "/", SESSION_COOKIE)
    request = person.browser.get(APPLICATION, allow_redirects=False, timeout=10).headers["location"]
    answer = person.browser.get(request, allow_redirects=False, timeout=10).headers["location"]
    assert urlencode({"iss": ISSUER}) in answer, answer
    for genuine, wrong in [(urlencode({"iss": ISSUER}), "iss=https%3A%2F%2Fid.evil.example"), ("&state=", "&state=x")]:
        page = person.open(answer.replace(genuine, wrong))
        assert page.url.startswith(f"{CALLBACK}?") and "Hakemukset" not in page.text, f"{wrong}: {page.url}\n{page.text}"
        assert SESSION_COOKIE not in person.browser.cookies, wrong
    person.browser.cookies.set(SESSION_COOKIE, session, domain="127.0.0.1", path="/")
    step("an answer with a foreign iss or state is refused")


def session_of(person):
    """What the module keeps for this browser (OIDCInfoHook)."""
    return person.open(f"{CALLBACK}?info=json").json()


def refreshes(person, before):
    hook = {"refresh": APPLICATION, "access_token": before["access_token"]}
    page = person.open(f"{CALLBACK}?{urlencode(hook)}")
    assert page.url == APPLICATION, page.url
    after = session_of(person)
    assert after["access_token"] != before["access_token"]
    assert after["refresh_token"] != before["refresh_token"]
    assert userinfo_status(after) == 200
    step("refreshing gives new tokens")
    return after


def userinfo_status(session):
    token = {"authorization": f"Bearer {session['access_token']}"}
    return requests.get(f"{ISSUER}/userinfo", headers=token, timeout=10).status_code


def refresh_answer(session):
    form = {"grant_type": "refresh_token", "refresh_token": session["refresh_token"]}
    return requests.post(f"{ISSUER}/token", form, auth=("apache", CLIENT_SECRET), timeout=10).json()


def logs_out_here(person, session):
    page = person.open(f"{CALLBACK}?{urlencode({'logout': f'{BASE_URL}/logged-out.html'})}")
    assert page.url.split("?")[0] == f"{BASE_URL}/logged-out.html", page.url
    assert page.status_code == 200
    step("logging out of the application leads through the provider and back")

    assert userinfo_status(session) == 401
    assert refresh_answer(session)["error"] == "invalid_grant"
    assert asks_to_log_in(person)
    step("after it no token opens anything, and the application asks to log in")


def asks_to_log_in(person):
    answer = person.browser.get(APPLICATION, allow_redirects=False, timeout=10)
    return answer.is_redirect and answer.headers["location"].startswith(f"{ISSUER}/authorize?")


def is_told_of_a_log_out_elsewhere(person, log):
    complaints = errors(log)
    assert person.log_in(APPLICATION).url == APPLICATION
    assert not asks_to_log_in(person)
    page = person.press(person.open(f"{ISSUER}/logout"), "confirm_logout")
    assert urlsplit(page.url).path == "/logout/done", page.url
    wait_until("the session ends by the back channel", lambda: asks_to_log_in(person))
    assert errors(log) == complaints, errors(log)
    step("a log-out at the provider ends the application's session by the back channel")


def errors(log):
    return [line for line in log.read_text().splitlines() if re.search(r":(error|crit|alert|emerg)\]", line)]


def main():
    # So that Apache is stopped as well when this script is.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    person = Person(os.environ["PERSON"], os.environ["PASSWORD"])
    with apache() as log:
        try:
            session = logs_in(person)
            takes_no_foreign_answer(person)
            logs_out_here(person, refreshes(person, session))
            is_told_of_a_log_out_elsewhere(person, log)
        except BaseException:
            print(log.read_text())
            raise


main()
