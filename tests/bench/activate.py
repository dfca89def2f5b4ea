"""Lets imported people set their first password as they do: by the pages and a mailed link."""

import email
import email.policy
import html.parser
import http.cookiejar
import queue
import re
import socketserver
import threading
import urllib.error
import urllib.parse
import urllib.request

PATIENCE = 20


class MailSink(socketserver.ThreadingTCPServer):
    """A mail server on this machine that keeps what it is given."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.mails = queue.Queue()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    def next_link(self):
        """The link of the next mail."""
        mail = email.message_from_bytes(self.mails.get(timeout=PATIENCE), policy=email.policy.default)
        text = mail.get_body(preferencelist=("plain",)).get_content()
        return re.search(r"https?://[^/\s]+/password/set\?\S+", text).group()


class Session(socketserver.StreamRequestHandler):
    """As much SMTP as a client needs that offers no extension [RFC 5321 §4.5.1]."""

    def handle(self):
        self.say("220 sink")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.say("354 go on")
                self.server.mails.put(self.mail())
            self.say("221 bye" if verb == b"QUIT" else "250 ok")
            if verb == b"QUIT":
                return

    def mail(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")


class Form(html.parser.HTMLParser):
    """The first form of a page: where it leads, and its hidden fields."""

    def __init__(self, page):
        super().__init__()
        self.action, self.hidden = None, {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form" and self.action is None:
            self.action = attributes["action"]
        if tag == "input" and attributes.get("type") == "hidden":
            self.hidden[attributes["name"]] = attributes.get("value", "")


class Browser:
    """Follows redirects, keeps cookies, fills in forms."""

    def __init__(self):
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)

    def open(self, url, fields=None):
        data = urllib.parse.urlencode(fields).encode() if fields else None
        try:
            with self.opener.open(url, data, timeout=PATIENCE) as answer:
                self.url, self.page = answer.url, answer.read().decode()
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{url} answered {error.code}: {error.read().decode()[-800:]}") from error

    def submit(self, **typed):
        form = Form(self.page)
        self.open(urllib.parse.urljoin(self.url, form.action), {**form.hidden, **typed})


def activate(issuer, mails, username, password):
    """Sets the first password of `username`, whose mail comes to `mails`."""
    browser = Browser()
    browser.open(f"{issuer}/login")
    browser.submit(username=username)
    browser.open(mails.next_link())
    browser.submit(password=password, password_confirm=password)
    if not urllib.parse.urlsplit(browser.url).path == "/password/done":
        raise SystemExit(f"the password of {username} was not set: {browser.url}")
