// The first login after the change of systems, in Chromium with and without
// JavaScript, through the demo e-service: there, back, out and in again.
import { gzipSync } from 'node:zlib';
import { check, openPage, run } from './checks.mjs';
import { PASSWORD, begin, choosePassword, identify, openMailedLink, path, signIn } from './steps.mjs';

const MOST_BYTES = 10 * 1024;
const MOST_REQUESTS = 4;

await run(async ({ service, browser }) => {
  await firstView(browser, service);
  for (const [javaScriptEnabled, user] of [[true, service.users[0]], [false, service.users[1]]]) {
    const context = await browser.newContext({ javaScriptEnabled, locale: 'fi-FI', viewport: { width: 1280, height: 860 } });
    await journey(context, service, user, javaScriptEnabled);
    await context.close();
  }
});

async function journey(context, service, user, javaScript) {
  const how = javaScript ? 'with JavaScript' : 'without JavaScript';
  const { page, complaints } = await openPage(context);
  const at = (name, expected) => check(`${how}: ${name}`, path(page) === expected, page.url());

  await begin(page, service);
  at('the e-service leads to the login', '/login');
  await identify(page, user.sign_in);
  at('a migrated person is told of the mailed link', '/login/link-sent');
  await openMailedLink(page, service, user.sign_in);
  at('the mailed link opens the password page', '/password/set');
  await passwordHelp(page, javaScript, how);
  await choosePassword(page, 'abc');
  at('a weak password is refused on the same page', '/password/set');
  check(`${how}: the error summary has the focus`, !javaScript || await focused(page, '.errsum'));
  await choosePassword(page);
  at('a good password is set', '/password/done');
  await page.click('main a.btn');
  at('the way leads back to the login', '/login');
  check(`${how}: the username is still there`, await page.inputValue('#username') === user.sign_in);
  await page.click('#continue');
  await signIn(page);
  await arrived(page, service, user, how);
  await outAndIn(page, service, user, how);
  check(`${how}: no error and no policy report`, complaints.length === 0, complaints.join(' | '));
}

async function passwordHelp(page, javaScript, how) {
  const reveal = page.locator('[data-reveal]').first();
  check(`${how}: the reveal button is ${javaScript ? 'shown' : 'hidden'}`, await reveal.isVisible() === javaScript);
  if (!javaScript) return;
  await page.fill('#password', PASSWORD);
  const met = await page.locator('li[data-ok="1"]').count();
  check(`${how}: the rules are ticked while typing`, met === await page.locator('[data-policy] li').count(), `${met} met`);
  await reveal.click();
  check(`${how}: the password can be shown`, await page.getAttribute('#password', 'type') === 'text');
  await page.fill('#password', '');
}

async function arrived(page, service, user, how) {
  check(`${how}: the login ends in the e-service`, page.url().startsWith(service.eservice), page.url());
  const label = await page.locator('#account').textContent();
  check(`${how}: the e-service greets by name`, label.includes(user.name), label);
  check(`${how}: the old cases are there`, await page.locator('.cases li').count() > 0);
}

async function outAndIn(page, service, user, how) {
  await page.click('#sign_out');
  check(`${how}: logging out ends at the e-service`, page.url().startsWith(service.eservice), page.url());
  await begin(page, service);
  check(`${how}: the login is really over`, path(page) === '/login', page.url());
  await identify(page, user.sign_in);
  check(`${how}: the second login asks for the password at once`, path(page) === '/login/password', page.url());
  await signIn(page);
  await arrived(page, service, user, how);
}

async function focused(page, selector) {
  return page.evaluate(selector => document.activeElement?.matches(selector), selector);
}

async function firstView(browser, service) {
  const context = await browser.newContext({ locale: 'fi-FI' });
  const page = await context.newPage();
  const bodies = [];
  page.on('response', response => {
    if (response.url().startsWith(service.issuer) && response.status() === 200) bodies.push(response);
  });
  await page.goto(`${service.issuer}/login`, { waitUntil: 'networkidle' });
  const sizes = await Promise.all(bodies.map(async response => gzipSync(await response.body()).length));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`# first view: ${bodies.length} requests, ${total} bytes as gzip`);
  check(`the first view is at most ${MOST_REQUESTS} requests`, bodies.length <= MOST_REQUESTS);
  check(`the first view is at most ${MOST_BYTES} bytes`, total <= MOST_BYTES, String(total));
  await context.close();
}
