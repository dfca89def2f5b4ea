// Every page of the first release by axe-core, at two widths, light and dark.
// With GALLERY set, screenshots of all of them go there.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { check, openPage, run } from './checks.mjs';
import { PASSWORD, begin, choosePassword, identify, openMailedLink, signIn, submitMain } from './steps.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'wcag2aaa', 'best-practice'] },
  rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } },
};
const SPACING = '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}';
const GALLERY = process.env.GALLERY;

await run(async ({ service, browser }) => {
  if (GALLERY) mkdirSync(GALLERY, { recursive: true });
  let turn = 0;
  for (const width of [1280, 320]) {
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.newContext({ colorScheme, locale: 'fi-FI', viewport: { width, height: 860 } });
      await walk(context, service, service.users[turn], `${width}-${colorScheme}`);
      await context.close();
      turn += 1;
    }
  }
});

async function walk(context, service, user, look) {
  const { page, complaints } = await openPage(context);
  const judge = name => judgePage(page, `${name}-${look}`);

  await page.goto(`${service.issuer}/`);
  await judge('front');
  await begin(page, service);
  await judge('login');
  await identify(page, '');
  await judge('login-error');
  await identify(page, user.sign_in);
  await judge('link-sent');
  await submitMain(page);
  await judge('link-sent-too-soon');
  const link = await service.mailLink(user.sign_in);
  await openMailedLink(page, service, user.sign_in);
  await judge('password-set');
  await choosePassword(page, 'abc', 'abd');
  await judge('password-set-error');
  await choosePassword(page);
  await judge('password-done');
  await page.goto(link);
  await judge('link-used');
  await login(page, service, user, judge);
  await theRest(page, service, look, judge);
  check(`${look}: no error and no policy report`, complaints.length === 0, complaints.join(' | '));
}

async function login(page, service, user, judge) {
  await begin(page, service);
  await identify(page, user.sign_in);
  await judge('login-password');
  await signIn(page, 'Wrong-password-1');
  await judge('login-password-wrong');
  await signIn(page, PASSWORD);
  await page.goto(`${service.issuer}/account`);
  await judge('account');
  await page.goto(`${service.issuer}/logout`);
  await judge('logout-confirm');
  await page.click('#confirm_logout');
  await judge('logged-out');
}

async function theRest(page, service, look, judge) {
  await page.goto(`${service.issuer}/forgot`);
  await judge('forgot');
  await submitMain(page);
  await judge('forgot-error');
  await page.fill('#email', `nobody-${look}@example.com`);
  await submitMain(page);
  await judge('forgot-sent');
  await lock(page, service, look);
  await judge('locked');
  for (const [name, path] of [['not-found', '/nothing'], ['bad-request', '/authorize'], ['link-unknown', '/password/set?token=x'], ['dev-mail', '/dev/mail']]) {
    await page.goto(service.issuer + path);
    await judge(name);
  }
}

async function lock(page, service, look) {
  await page.goto(`${service.issuer}/login`);
  await identify(page, `nobody-${look}@example.com`);
  for (let n = 0; n < 5; n += 1) await signIn(page, 'Wrong-password-1');
}

async function judgePage(page, name) {
  await page.evaluate(() => document.querySelectorAll('details').forEach(part => { part.open = true; }));
  if (GALLERY) await page.screenshot({ path: join(GALLERY, `${name}.png`), fullPage: true });
  await page.evaluate(AXE);
  const found = await page.evaluate(async rules => {
    const { violations } = await globalThis.axe.run(document, rules);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(node => node.target.join(' ')).join(', ')}`);
  }, RULES);
  check(`${name} has no violation`, found.length === 0, found.join(' | '));
  if (name.includes('-320-')) await judgeWidth(page, name);
}

async function judgeWidth(page, name) {
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  check(`${name} does not scroll sideways`, !await wide());
  await page.evaluate(css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
  }, SPACING);
  check(`${name} does not scroll sideways with wide text`, !await wide());
}
