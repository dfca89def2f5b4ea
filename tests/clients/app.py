"""A phone app with Authlib: a public client without a secret, which gets its
answers at an address of its own scheme [RFC 8252 §7.1]."""

import os
from urllib.parse import urlencode, urlsplit

# The issuer is on loopback here; leave this out where it is https.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet
from person import Person
from report import refuses, step

ISSUER, CLIENT_ID, SCHEME = os.environ["ISSUER"], "phone", "fi.kaskenranta.app"

app = OAuth2Session(
    CLIENT_ID,
    token_endpoint_auth_method="none",
    code_challenge_method="S256",
    redirect_uri=f"{SCHEME}:/callback",
    scope="openid profile offline_access",
)
metadata = app.get(f"{ISSUER}/.well-known/openid-configuration", withhold_token=True).json()
keys = KeySet.import_key_set(app.get(metadata["jwks_uri"], withhold_token=True).json())


def begin_login():
    checks = {"code_verifier": generate_token(64), "nonce": generate_token()}
    url, checks["state"] = app.create_authorization_url(metadata["authorization_endpoint"], **checks)
    return url, checks


def redeem(answer, checks):
    assert urlencode({"iss": ISSUER}) in answer, answer
    return app.fetch_token(
        metadata["token_endpoint"],
        authorization_response=answer,
        state=checks["state"],
        code_verifier=checks["code_verifier"],
    )


def read_id_token(token, nonce=None):
    signed = jwt.decode(token["id_token"], keys, algorithms=["ES256"])
    options = {"iss": {"essential": True, "value": ISSUER}, "aud": {"essential": True, "value": CLIENT_ID}}
    params = {"client_id": CLIENT_ID, "nonce": nonce, "access_token": token["access_token"]}
    claims = CodeIDToken(signed.claims, signed.header, options, params)
    claims.validate(leeway=30)
    return claims


def userinfo():
    return app.get(metadata["userinfo_endpoint"])


def refresh(refresh_token):
    return app.refresh_token(metadata["token_endpoint"], refresh_token=refresh_token)


def logs_in(person):
    url, checks = begin_login()
    answer = person.log_in(url).url
    assert answer.startswith(f"{SCHEME}:/callback?"), answer
    step("the hosted pages lead back into the app")

    token = redeem(answer, checks)
    claims = read_id_token(token, checks["nonce"])
    assert userinfo().json()["sub"] == claims["sub"]
    step("the code gives an ID token without any secret, and userinfo fits it")
    return claims


def needs_its_verifier(person):
    url, checks = begin_login()
    answer = person.open(url).url
    with refuses(AuthlibBaseError, "invalid_grant"):
        redeem(answer, checks | {"code_verifier": generate_token(64)})
    step("the code is worth nothing to an app that did not begin the login")


def refreshes(claims):
    first = app.token["refresh_token"]
    token = refresh(first)
    assert token["refresh_token"] != first
    assert read_id_token(token)["sub"] == claims["sub"]
    step("refreshing gives new tokens")


def logs_out(person):
    token = dict(app.token)
    there = {"id_token_hint": token["id_token"], "post_logout_redirect_uri": f"{SCHEME}:/logged-out", "state": "x"}
    page = person.open(f"{metadata['end_session_endpoint']}?{urlencode(there)}")
    assert page.url == f"{SCHEME}:/logged-out?state=x", page.url
    assert userinfo().status_code == 401
    with refuses(AuthlibBaseError, "invalid_grant"):
        refresh(token["refresh_token"])
    assert urlsplit(person.open(begin_login()[0]).url).path == "/login"
    step("logging out leads back into the app, and no token opens anything after it")


person = Person(os.environ["PERSON"], os.environ["PASSWORD"])
claims = logs_in(person)
needs_its_verifier(person)
refreshes(claims)
logs_out(person)
