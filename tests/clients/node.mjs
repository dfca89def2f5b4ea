// A service on Node.js with openid-client: a confidential client that logs a
// person in, keeps the login fresh, and logs out here and everywhere.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { launchChromium, openWindow } from '../browser/browser.mjs';
import { Person } from '../browser/person.mjs';

const { ISSUER, BASE_URL, CLIENT_SECRET, PERSON, PASSWORD } = process.env;
const CLIENT_ID = 'node';
const BACK_CHANNEL_LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';

// What the service does

const config = await oidc.discovery(
  new URL(ISSUER),
  CLIENT_ID,
  { id_token_signed_response_alg: 'ES256' },
  oidc.ClientSecretBasic(CLIENT_SECRET),
  // The issuer is on loopback here; over https leave allowInsecureRequests out.
  { execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks] },
);

/** Where the browser is sent, and what its answer must fit: keep `checks` in the session. */
async function beginLogin() {
  const checks = {
    pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
    expectedState: oidc.randomState(),
    expectedNonce: oidc.randomNonce(),
    idTokenExpected: true,
  };
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: `${BASE_URL}/callback`,
    scope: 'openid profile email offline_access',
    code_challenge: await oidc.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
  });
  return { url, checks };
}

const finishLogin = (answer, checks) => oidc.authorizationCodeGrant(config, new URL(answer), checks);

function logoutUrl(idToken, state) {
  return oidc.buildEndSessionUrl(config, {
    id_token_hint: idToken, post_logout_redirect_uri: `${BASE_URL}/logged-out`, state,
  });
}

const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri));

/** The claims of a logout token [OIDC Back-Channel Logout §2.6]; throws unless it is genuine. */
async function readLogoutToken(token) {
  const { payload } = await jwtVerify(token, keys, {
    issuer: ISSUER, audience: CLIENT_ID, typ: 'logout+jwt', algorithms: ['ES256'], maxTokenAge: '2m',
    requiredClaims: ['jti', 'iat', 'exp', 'sid', 'events'],
  });
  assert.deepEqual(payload.events, { [BACK_CHANNEL_LOGOUT]: {} });
  assert.equal(payload.nonce, undefined);
  return payload;
}

const logoutTokens = [];

const server = createServer(async (request, response) => {
  if (request.url === '/backchannel-logout') {
    const body = Buffer.concat(await request.toArray()).toString();
    logoutTokens.push(new URLSearchParams(body).get('logout_token'));
  }
  response.setHeader('content-type', 'text/html');
  response.end('<!doctype html><title>Palvelu</title><h1>Palvelu</h1>');
});

// What happens to it

const step = title => console.log(`ok ${title}`);
const isInvalidGrant = { name: 'ResponseBodyError', status: 400, error: 'invalid_grant' };
const isUnauthorized = { name: 'WWWAuthenticateChallengeError', status: 401 };

async function logsIn(page) {
  const { url, checks } = await beginLogin();
  const person = new Person({ issuer: ISSUER }, page);
  await page.goto(url.href);
  await person.typeUsername(PERSON, '/login/password');
  await page.fill('#password', PASSWORD);
  await person.go('#sign_in', '/callback');
  const answer = page.url();
  assert.equal(new URL(answer).searchParams.get('iss'), ISSUER);
  step('the hosted pages lead back with code, state and iss');

  for (const [parameter, wrong] of [['iss', 'https://id.evil.example'], ['state', 'x']]) {
    const forged = new URL(answer);
    forged.searchParams.set(parameter, wrong);
    await assert.rejects(finishLogin(forged, checks), parameter);
  }
  step('an answer with a foreign iss or state is refused');

  const tokens = await finishLogin(answer, checks);
  assert.equal(tokens.claims().nonce, checks.expectedNonce);
  assert.equal(tokens.token_type, 'bearer');
  step('the code gives an ID token, signed with ES256, and it holds');

  const { sub } = tokens.claims();
  const userinfo = await oidc.fetchUserInfo(config, tokens.access_token, sub);
  assert.equal(userinfo.sub, sub);
  assert.equal(userinfo.email, PERSON);
  step('userinfo tells of the same person');
  return tokens;
}

async function refreshes(tokens) {
  const first = tokens.refresh_token;
  const next = await oidc.refreshTokenGrant(config, first);
  assert.notEqual(next.refresh_token, first);
  assert.equal(next.claims().sub, tokens.claims().sub);
  assert.equal(next.claims().auth_time, tokens.claims().auth_time);
  await oidc.fetchUserInfo(config, next.access_token, next.claims().sub);
  step('refreshing gives new tokens for the same login');

  const again = await oidc.refreshTokenGrant(config, first);
  assert.equal(again.refresh_token, next.refresh_token);
  step('within the grace an answer that got lost can be fetched again');

  await pause(3_100);
  await assert.rejects(oidc.refreshTokenGrant(config, first), isInvalidGrant);
  await assert.rejects(oidc.refreshTokenGrant(config, next.refresh_token), isInvalidGrant);
  step('after the grace an old refresh token ends its whole family');
}

async function logsInSilently(page) {
  const { url, checks } = await beginLogin();
  await page.goto(url.href);
  const tokens = await finishLogin(page.url(), checks);
  step('a second login needs no page');
  return tokens;
}

async function logsOut(page, tokens) {
  await page.goto(logoutUrl(tokens.id_token, 'back-home').href);
  assert.equal(page.url(), `${BASE_URL}/logged-out?state=back-home`);
  step('logging out leads back with the state');

  await assert.rejects(oidc.refreshTokenGrant(config, tokens.refresh_token), isInvalidGrant);
  await assert.rejects(oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub), isUnauthorized);
  step('after it neither refresh nor access token opens anything');

  for (const deadline = Date.now() + 10_000; logoutTokens.length === 0 && Date.now() < deadline;) await pause(20);
  assert.equal(logoutTokens.length, 1);
  const claims = await readLogoutToken(logoutTokens[0]);
  assert.equal(claims.sid, tokens.claims().sid);
  assert.equal(claims.sub, tokens.claims().sub);
  step('the logout token came by the back channel, and it is genuine');

  await page.goto((await beginLogin()).url.href);
  assert.equal(new URL(page.url()).pathname, '/login');
  step('the next login asks for the password again');
}

server.listen(new URL(BASE_URL).port, '127.0.0.1');
await once(server, 'listening');
const browser = await launchChromium();
try {
  const { context, complaints } = await openWindow(browser, { javaScriptEnabled: false });
  const page = await context.newPage();
  await refreshes(await logsIn(page));
  await logsOut(page, await logsInSilently(page));
  assert.deepEqual(complaints, []);
} finally {
  await browser.close();
  server.close();
}
