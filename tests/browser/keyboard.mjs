// The login by keyboard alone, and in another language half-way.
import { check, openPage, run } from './checks.mjs';
import { PASSWORD, begin, choosePassword, identify, openMailedLink, path, signIn } from './steps.mjs';

await run(async ({ service, browser }) => {
  const [user] = service.users;
  const context = await browser.newContext({ locale: 'fi-FI' });
  const { page, complaints } = await openPage(context);
  await begin(page, service);
  await identify(page, user.sign_in);
  await openMailedLink(page, service, user.sign_in);
  await choosePassword(page);
  await context.clearCookies();
  await byKeyboard(page, service, user);
  await context.clearCookies();
  await inOtherLanguages(page, service, user);
  check('no error and no policy report', complaints.length === 0, complaints.join(' | '));
});

async function byKeyboard(page, service, user) {
  await begin(page, service);
  await page.keyboard.press('Tab');
  check('the first stop is the skip link', await focus(page) === 'a.skip', await focus(page));
  await page.keyboard.press('Enter');
  await tabTo(page, 'username');
  await page.keyboard.type('@');
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  check('after a mistake the summary has the focus', (await focus(page)).startsWith('div.errsum'), await focus(page));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  check('its link leads to the field', await focus(page) === 'username', await focus(page));
  await page.keyboard.press('Control+A');
  await page.keyboard.type(user.sign_in);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/login/password?*');
  check('the password field has the focus', await focus(page) === 'password', await focus(page));
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${service.eservice}/**`);
  check('the keyboard is enough for the whole login', await page.locator('#account').isVisible());
}

async function inOtherLanguages(page, service, user) {
  await begin(page, service);
  await page.click('a[hreflang=sv]');
  check('the login goes on in Swedish', await lang(page) === 'sv' && path(page) === '/login', page.url());
  await identify(page, user.sign_in);
  await page.click('a[hreflang=en]');
  check('and in English on its second page', await lang(page) === 'en' && path(page) === '/login/password', page.url());
  await signIn(page);
  await page.waitForURL(`${service.eservice}/**`);
  check('and ends where it began', await page.locator('#account').isVisible());
}

function lang(page) {
  return page.getAttribute('html', 'lang');
}

/** The focused element: its id, or its tag and class. */
function focus(page) {
  return page.evaluate(() => {
    const { id, tagName, className } = document.activeElement;
    return id || `${tagName.toLowerCase()}.${className}`;
  });
}

async function tabTo(page, id) {
  for (let n = 0; n < 20 && await focus(page) !== id; n += 1) await page.keyboard.press('Tab');
  check(`Tab reaches ${id}`, await focus(page) === id, await focus(page));
}
