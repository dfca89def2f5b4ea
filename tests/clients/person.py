"""A person at a browser without JavaScript, who logs in at the hosted pages."""

from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import requests


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, username, password):
        self.username, self.password = username, password
        self.browser = requests.Session()
        self.browser.trust_env = False

    def log_in(self, url):
        """The page at the end of the login that begins at `url`."""
        page = self.open(url)
        page = self.press(page, "continue", username=self.username)
        return self.press(page, "sign_in", password=self.password)

    def open(self, url):
        """The page that `url` leads to."""
        return self._follow(self.browser.get(url, allow_redirects=False, timeout=20))

    def press(self, page, button, **typed):
        """The page after the fields `typed` were filled and `button` was pressed."""
        form = next((form for form in Forms(page.text).all if button in form["buttons"]), None)
        assert form, f"no button {button} at {page.url.split('?')[0]}:\n{page.text}"
        assert typed.keys() <= form["fields"].keys(), f"{typed.keys()} are not in {form['fields'].keys()}"
        target = urldefrag(urljoin(page.url, form["action"])).url
        values = form["fields"] | form["buttons"][button] | typed
        here = urlsplit(page.url)
        headers = {"origin": f"{here.scheme}://{here.netloc}", "sec-fetch-site": "same-origin"}
        return self._follow(self.browser.post(target, values, headers=headers, allow_redirects=False, timeout=20))

    def _follow(self, page):
        """Follows redirects until a page comes, or an address that an app opens."""
        for _ in range(20):
            target = urljoin(page.url, page.headers.get("location", ""))
            if not page.is_redirect:
                return page
            if not target.startswith("http"):
                page.url = target
                return page
            page = self.browser.get(target, allow_redirects=False, timeout=20)
        raise AssertionError(f"redirects without end at {page.url}")


class Forms(HTMLParser):
    """The forms of a page: `all` has for each its action, fields and buttons."""

    def __init__(self, html):
        super().__init__()
        self.all = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.all.append({"action": attrs.get("action", ""), "fields": {}, "buttons": {}})
        elif tag == "input" and self.all and "name" in attrs:
            is_sent = attrs.get("type") not in ("checkbox", "radio") or "checked" in attrs
            if is_sent:
                self.all[-1]["fields"][attrs["name"]] = attrs.get("value") or ""
        elif tag == "button" and self.all and "id" in attrs:
            sent = {attrs["name"]: attrs.get("value") or ""} if "name" in attrs else {}
            self.all[-1]["buttons"][attrs["id"]] = sent
