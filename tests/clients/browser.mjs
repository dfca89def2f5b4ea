// A browser app with oidc-client-ts, in Chromium: a public client on another
// site than the service, which calls discovery, token and userinfo by CORS.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { launchChromium, openWindow } from '../browser/browser.mjs';
import { Person } from '../browser/person.mjs';

const { ISSUER, BASE_URL, PERSON, PASSWORD } = process.env;
const CLIENT_ID = 'spa';
const metadata = await (await fetch(`${ISSUER}/.well-known/openid-configuration`)).json();

// The app's files

const files = {
  '/app.js': ['text/javascript', await readFile('spa/app.js')],
  '/oidc-client-ts.js': ['text/javascript', await readFile('node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js')],
  '/settings.json': ['application/json', JSON.stringify({ issuer: ISSUER, clientId: CLIENT_ID })],
};
const index = ['text/html', await readFile('spa/index.html')];

const server = createServer((request, response) => {
  const [type, content] = files[request.url] ?? index;
  response.setHeader('content-type', type);
  response.setHeader('content-security-policy', `default-src 'self'; connect-src 'self' ${ISSUER}`);
  response.end(content);
});

// What happens to it

const step = title => console.log(`ok ${title}`);
const userOf = page => page.evaluate(() => window.users.getUser());

/** What the app's own script gets for a request to the service; `null` when the browser keeps it from it. */
const ask = (page, url, options) => page.evaluate(async ([url, { form, headers }]) => {
  const body = form && new URLSearchParams(form);
  try {
    const answer = await fetch(url, { method: body ? 'POST' : 'GET', body, headers });
    return { status: answer.status, body: await answer.json(), challenge: answer.headers.get('www-authenticate') };
  } catch {
    return null;
  }
}, [url, options]);

const askUserinfo = (page, token) => ask(page, metadata.userinfo_endpoint, { headers: { authorization: `Bearer ${token}` } });
const askRefresh = (page, token) => ask(page, metadata.token_endpoint, {
  form: { grant_type: 'refresh_token', client_id: CLIENT_ID, refresh_token: token },
});

/** Waits until the app has settled, with other tokens than those of `before`. */
async function settles(page, before) {
  await page.waitForFunction(old => (document.documentElement.dataset.ready ?? old) !== old, before?.access_token ?? 'nobody');
  assert.equal(await page.innerText('#problem'), '');
  return userOf(page);
}

async function logsIn(person) {
  const { page } = person;
  await page.goto(`${BASE_URL}/`);
  await person.go('#sign_in', '/login');
  assert.equal(await page.evaluate(() => new URL(document.URL).origin), ISSUER);
  await person.typeUsername(PERSON, '/login/password');
  await page.fill('#password', PASSWORD);
  await page.click('#sign_in');
  const user = await settles(page);
  assert.equal(page.url(), `${BASE_URL}/`);
  assert.ok((await page.innerText('#account')).includes(PERSON));
  step('the login leads back, and no code stays in the address');

  const { payload } = await jwtVerify(user.id_token, createRemoteJWKSet(new URL(metadata.jwks_uri)), {
    issuer: ISSUER, audience: CLIENT_ID, algorithms: ['RS256'], requiredClaims: ['nonce', 'auth_time', 'sid'],
  });
  assert.equal(user.profile.sub, payload.sub);
  step('the ID token is signed with RS256, and userinfo tells of the same person');
  return user;
}

async function renews(page, user) {
  await page.click('#renew');
  const next = await settles(page, user);
  assert.notEqual(next.refresh_token, user.refresh_token);
  assert.equal(next.profile.sub, user.profile.sub);
  step('refreshing gives new tokens without leaving the page');

  for (const spent of [user.refresh_token, next.refresh_token]) {
    const { status, body } = await askRefresh(page, spent);
    assert.deepEqual([status, body.error], [400, 'invalid_grant']);
  }
  const { status, challenge } = await askUserinfo(page, next.access_token);
  assert.equal(status, 401);
  assert.match(challenge, /error="invalid_token"/);
  step('an old refresh token ends the family, and the app may read why');
  return next;
}

async function logsOut(page, before) {
  await page.click('#sign_in');
  const user = await settles(page, before);
  step('a second login needs no page');

  await page.click('#sign_out');
  await page.waitForURL(`${BASE_URL}/logged-out`);
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'nobody');
  assert.equal(await userOf(page), null);
  assert.equal((await askUserinfo(page, user.access_token)).status, 401);
  assert.equal((await askRefresh(page, user.refresh_token)).body.error, 'invalid_grant');
  step('logging out leads back, and no token opens anything after it');

  await page.click('#sign_in');
  await page.waitForURL(url => url.pathname === '/login');
  step('the next login asks for the password again');
}

async function anotherOriginIsKeptOut(page) {
  await page.goto(BASE_URL.replace('localhost', '127.0.0.1'));
  assert.equal((await ask(page, `${ISSUER}/.well-known/openid-configuration`, {})).status, 200);
  assert.equal(await askRefresh(page, 'x'), null);
  assert.equal(await askUserinfo(page, 'x'), null);
  step('an origin that is not registered reads discovery and nothing else');
}

server.listen(new URL(BASE_URL).port, '127.0.0.1');
await once(server, 'listening');
const browser = await launchChromium();
try {
  const { context, complaints } = await openWindow(browser);
  const page = await context.newPage();
  const user = await logsIn(new Person({ issuer: ISSUER }, page));
  await logsOut(page, await renews(page, user));
  // Chromium calls every 400 and 401 that a script gets an error.
  assert.deepEqual(complaints.filter(text => !/ status of 40[01] /.test(text)), []);
  await anotherOriginIsKeptOut(await (await openWindow(browser)).context.newPage());
} finally {
  await browser.close();
  server.close();
}
