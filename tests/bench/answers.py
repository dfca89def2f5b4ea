"""A browser with a stop-watch, and answers made comparable: what is random or was typed is masked."""

import html
import http.client
import re
import time
import urllib.parse

from activate import Form

# Everything sealed or random is base64url of 16 characters or more.
RANDOM = re.compile(r"[A-Za-z0-9_-]{16,}={0,2}")
REFERENCE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")
# Whoever is logged in while another name is asked about.
OWNER = re.compile(r"\buser\d+@example\.test\b")
CLOCK = re.compile(r"\b\d{1,2}[.:]\d{2}\b")
DATE = re.compile(r"\b\d{1,2}\.\d{1,2}\.\d{4}\b|\b\d{4}-\d{2}-\d{2}\b")
# They name the moment or the connection.
UNTOLD_HEADERS = {"date", "content-length"}


class Answer:
    """A response, and how long it took from the first byte sent to the last received, in milliseconds."""

    def __init__(self, status, headers, body, took):
        self.status, self.headers, self.body, self.took = status, headers, body, took

    def header(self, name):
        return next((value for known, value in self.headers if known.lower() == name), None)

    def masked(self, *typed):
        """The answer without what is random, the hour, and what was typed."""
        spellings = {spelling for text in typed for spelling in (text, html.escape(text), urllib.parse.quote(text, safe=""))}
        headers = sorted((name.lower(), mask(value, spellings)) for name, value in self.headers)
        kept = tuple(pair for pair in headers if pair[0] not in UNTOLD_HEADERS)
        return self.status, kept, mask(self.body, spellings)


def mask(text, spellings):
    for spelling in sorted(spellings, key=len, reverse=True):
        text = text.replace(spelling, "TYPED")
    marks = {RANDOM: "RANDOM", REFERENCE: "REFERENCE", OWNER: "OWNER", CLOCK: "HOUR", DATE: "DATE"}
    for pattern, mark in marks.items():
        text = pattern.sub(mark, text)
    return text


class Stopwatch:
    """One browser: one connection that is kept, cookies, a stop-watch."""

    def __init__(self, host, port, cookies=()):
        self.connection = http.client.HTTPConnection(host, port, timeout=30)
        self.cookies = dict(cookies)

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, fields):
        return self.ask("POST", path, urllib.parse.urlencode(fields).encode())

    def ask(self, method, path, body=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        took = (time.perf_counter() - begun) * 1000
        answer = Answer(response.status, response.getheaders(), text, took)
        self.keep_cookies(answer)
        return answer

    def keep_cookies(self, answer):
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                pair = value.split(";")[0].split("=", 1)
                self.cookies[pair[0]] = pair[1]

    def follow(self, answer):
        """The page that a redirect leads to; the answer itself when it is none."""
        while (location := answer.header("location")) is not None:
            split = urllib.parse.urlsplit(location)
            answer = self.get(f"{split.path}?{split.query}" if split.query else split.path)
        return answer

    def form(self, path, leading_to=None):
        """Where a form of the page at `path` leads, and its hidden fields."""
        return form_of(self.follow(self.get(path)), leading_to)


def form_of(answer, leading_to=None):
    """The first form of a page, or the first that leads there."""
    for piece in answer.body.split("<form")[1:]:
        form = Form("<form" + piece.split("</form>")[0])
        if leading_to in (None, form.action):
            return form.action, form.hidden
    raise SystemExit(f"a page without the form, status {answer.status}: {answer.body[:400]}")
