"""A person's browser and an e-service, who reach the service past its proxy and so without TLS."""

import base64
import hashlib
import http.cookies
import json
import re
import secrets
import sys
import urllib.parse

import chart
import machines

sys.path.insert(0, str(chart.ROOT / "tests/bench"))

import activate

HOST = "id.example.fi"
REDIRECTS = (302, 303)


class Visitor:
    """Follows redirects, keeps cookies whatever they say of TLS, fills in forms."""

    def __init__(self, port):
        self.port, self.cookies, self.url, self.page = port, {}, "/", ""

    def open(self, url, fields=None):
        """Ends at a page, or where a redirect leads away from the service."""
        method, body = ("POST", urllib.parse.urlencode(fields)) if fields else ("GET", None)
        for _ in range(16):
            self.url = urllib.parse.urljoin(f"https://{HOST}{self.url}" if self.url.startswith("/") else self.url, url)
            address = urllib.parse.urlsplit(self.url)
            if address.netloc != HOST:
                return
            path = address.path + (f"?{address.query}" if address.query else "")
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            if method == "POST":
                headers |= {"Origin": f"https://{HOST}", "Content-Type": "application/x-www-form-urlencoded"}
            status, answered, self.page = machines.ask(self.port, path, method=method, headers=headers, body=body)
            for line in answered.get_all("set-cookie") or []:
                self.cookies |= {name: one.value for name, one in http.cookies.SimpleCookie(line).items()}
            if status not in REDIRECTS:
                assert status == 200, f"{method} {path} answered {status}: {self.page[-800:]}"
                return
            url, method, body = answered["location"], "GET", None
        raise AssertionError("redirects without an end")

    def submit(self, **typed):
        form = activate.Form(self.page)
        self.open(form.action, {**form.hidden, **typed})

    def set_password(self, mails, username, password):
        """The first password of `username`, whose mail comes to `mails`."""
        self.open("/login")
        self.submit(username=username)
        self.open(mails.next_link())
        self.submit(password=password, password_confirm=password)
        assert urllib.parse.urlsplit(self.url).path == "/password/done", self.url

    def log_in(self, username, password, client, secret, redirect_uri="https://asiointi.example.fi/callback"):
        """Logs in to `client`; the claims that its access token opens."""
        verifier = secrets.token_urlsafe(32)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        query = {
            "response_type": "code", "client_id": client, "redirect_uri": redirect_uri, "scope": "openid email",
            "state": "s", "nonce": "n", "code_challenge": challenge, "code_challenge_method": "S256",
        }
        self.open(f"/authorize?{urllib.parse.urlencode(query)}")
        self.submit(username=username)
        self.submit(password=password)
        code = re.search(r"[?&]code=([^&]+)", self.url)[1]
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier}
        basic = base64.b64encode(f"{client}:{urllib.parse.quote(secret, safe='')}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}
        status, _, body = machines.ask(self.port, "/token", method="POST", headers=headers, body=urllib.parse.urlencode(form))
        assert status == 200, body
        bearer = {"Authorization": f"Bearer {json.loads(body)['access_token']}"}
        status, _, body = machines.ask(self.port, "/userinfo", headers=bearer)
        assert status == 200, body
        return json.loads(body)
