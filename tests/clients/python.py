"""A service in Python with Authlib: a confidential client whose ID tokens are
signed with RS256. It logs a person in, keeps the login fresh, and logs out."""

import os
import queue
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

# The issuer is on loopback here; leave this out where it is https.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet
from person import Person
from report import refuses, step

ISSUER, BASE_URL = os.environ["ISSUER"], os.environ["BASE_URL"]
CLIENT_ID, CLIENT_SECRET = "python", os.environ["CLIENT_SECRET"]
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


class Service:
    """What the service does; each method is one step of a login's life."""

    def __init__(self):
        self.session = OAuth2Session(
            CLIENT_ID,
            CLIENT_SECRET,
            token_endpoint_auth_method="client_secret_basic",
            code_challenge_method="S256",
            redirect_uri=f"{BASE_URL}/callback",
            scope="openid profile email offline_access",
        )
        self.session.trust_env = False
        self.metadata = self._get(f"{ISSUER}/.well-known/openid-configuration")
        assert self.metadata["issuer"] == ISSUER
        self.keys = KeySet.import_key_set(self._get(self.metadata["jwks_uri"]))

    def _get(self, url):
        answer = self.session.get(url, withhold_token=True)
        answer.raise_for_status()
        return answer.json()

    def begin_login(self):
        """Where the browser is sent, and what its answer must fit: keep it in the session."""
        checks = {"code_verifier": generate_token(64), "nonce": generate_token()}
        url, checks["state"] = self.session.create_authorization_url(self.metadata["authorization_endpoint"], **checks)
        return url, checks

    def finish_login(self, answer, checks):
        """The claims of the ID token; the tokens are in `self.session.token`."""
        # Authlib leaves this to us [RFC 9207].
        if parse_qs(urlsplit(answer).query).get("iss") != [ISSUER]:
            raise OAuthError("mix_up", "the answer comes from another issuer")
        token = self.session.fetch_token(
            self.metadata["token_endpoint"],
            authorization_response=answer,
            state=checks["state"],
            code_verifier=checks["code_verifier"],
        )
        return self.read_id_token(token, checks["nonce"])

    def read_id_token(self, token, nonce=None):
        """The claims, when signature, issuer, audience, time, nonce and at_hash are right."""
        signed = self._verify(token["id_token"])
        options = {"iss": {"essential": True, "value": ISSUER}, "aud": {"essential": True, "value": CLIENT_ID}}
        params = {"client_id": CLIENT_ID, "nonce": nonce, "access_token": token["access_token"]}
        claims = CodeIDToken(signed.claims, signed.header, options, params)
        claims.validate(leeway=30)
        return claims

    def read_logout_token(self, text):
        """The claims of a logout token [OIDC Back-Channel Logout §2.6]."""
        signed = self._verify(text)
        assert signed.header["typ"] == "logout+jwt", signed.header
        jwt.JWTClaimsRegistry(
            leeway=30,
            iss={"essential": True, "value": ISSUER},
            aud={"essential": True, "value": CLIENT_ID},
            exp={"essential": True},
            iat={"essential": True},
            jti={"essential": True},
            sid={"essential": True},
            events={"essential": True, "value": {LOGOUT_EVENT: {}}},
        ).validate(signed.claims)
        assert "nonce" not in signed.claims
        return signed.claims

    def _verify(self, text):
        return jwt.decode(text, self.keys, algorithms=["RS256"])

    def userinfo(self):
        return self._userinfo().json()

    def _userinfo(self):
        return self.session.get(self.metadata["userinfo_endpoint"])

    def refresh(self, token):
        return self.session.refresh_token(self.metadata["token_endpoint"], refresh_token=token)

    def logout_url(self, id_token, state):
        there = {"id_token_hint": id_token, "post_logout_redirect_uri": f"{BASE_URL}/logged-out", "state": state}
        return f"{self.metadata['end_session_endpoint']}?{urlencode(there)}"


logout_tokens = queue.Queue()


class Pages(BaseHTTPRequestHandler):
    """The service's own addresses."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Palvelu</title>")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        logout_tokens.put(parse_qs(body)["logout_token"][0])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


def logs_in(service, person):
    url, checks = service.begin_login()
    answer = person.log_in(url).url
    assert answer.startswith(f"{BASE_URL}/callback?"), answer
    step("the hosted pages lead back")

    for right, wrong in [(urlencode({"iss": ISSUER}), "iss=x"), (f"state={checks['state']}", "state=x")]:
        assert right in answer, answer
        with refuses(AuthlibBaseError):
            service.finish_login(answer.replace(right, wrong), checks)
    step("an answer with a foreign iss or state is refused")

    claims = service.finish_login(answer, checks)
    assert claims.header["alg"] == "RS256"
    assert service.session.token["token_type"] == "Bearer"
    with refuses(Exception, "nonce"):
        service.read_id_token(service.session.token, nonce="x")
    step("the code gives an ID token, signed with RS256, and it holds")

    userinfo = service.userinfo()
    assert (userinfo["sub"], userinfo["email"]) == (claims["sub"], person.username)
    step("userinfo tells of the same person")
    return claims


def refreshes(service, claims):
    first = service.session.token["refresh_token"]
    token = service.refresh(first)
    again = service.read_id_token(token)
    assert token["refresh_token"] != first
    assert (again["sub"], again["auth_time"]) == (claims["sub"], claims["auth_time"])
    assert service.userinfo()["sub"] == claims["sub"]
    step("refreshing gives new tokens for the same login")

    for spent in (first, token["refresh_token"]):
        with refuses(OAuthError, "invalid_grant"):
            service.refresh(spent)
    assert service._userinfo().status_code == 401
    step("an old refresh token ends everything that came of its login")


def logs_in_silently(service, person):
    url, checks = service.begin_login()
    claims = service.finish_login(person.open(url).url, checks)
    step("a second login needs no page")
    return claims


def logs_out(service, person, claims):
    token = dict(service.session.token)
    page = person.open(service.logout_url(token["id_token"], "back-home"))
    assert page.url == f"{BASE_URL}/logged-out?state=back-home", page.url
    step("logging out leads back with the state")

    assert service._userinfo().status_code == 401
    with refuses(OAuthError, "invalid_grant"):
        service.refresh(token["refresh_token"])
    step("after it neither access nor refresh token opens anything")

    logout = service.read_logout_token(logout_tokens.get(timeout=10))
    assert (logout["sid"], logout["sub"]) == (claims["sid"], claims["sub"])
    with refuses(Exception):
        service.read_logout_token(token["id_token"])
    step("the logout token came by the back channel, and it is genuine")

    assert urlsplit(person.open(service.begin_login()[0]).url).path == "/login"
    step("the next login asks for the password again")


def main():
    server = ThreadingHTTPServer(("127.0.0.1", urlsplit(BASE_URL).port), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    service, person = Service(), Person(os.environ["PERSON"], os.environ["PASSWORD"])
    refreshes(service, logs_in(service, person))
    logs_out(service, person, logs_in_silently(service, person))
    server.shutdown()


main()
