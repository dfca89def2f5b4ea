// The login without a mouse, where the focus stands when a page opens, and the
// language links in the middle of it.
import assert from 'node:assert/strict';
import { ERKKI, Person, WRONG } from './person.mjs';
import { tellAll } from './report.mjs';

/** Presses Tab until `selector` has the focus; every stop on the way shows it. */
async function tabTo(page, selector) {
  const stops = [];
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(wanted => {
      const element = document.activeElement;
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
      const { top, bottom, width } = element.getBoundingClientRect();
      return {
        what: element.id || element.textContent.trim(),
        isWanted: element.matches(wanted),
        hasRing: outlineStyle === 'solid' && parseFloat(outlineWidth) >= 3 && outlineColor !== 'rgba(0, 0, 0, 0)',
        isInView: top > -1 && bottom < innerHeight + 1 && width > 1,
      };
    }, selector);
    stops.push(stop.what);
    assert.ok(stop.hasRing, `no focus ring on “${stop.what}” at ${page.url().split('?')[0]}`);
    assert.ok(stop.isInView, `“${stop.what}” has the focus out of view at ${page.url().split('?')[0]}`);
    if (stop.isWanted) return stops;
  }
  throw new Error(`Tab never comes to ${selector}: ${stops.join(' > ')}`);
}

/** Presses Enter, and waits for the page at `path` that it leads to. */
async function enter(person, path) {
  const left = person.page.waitForEvent('framenavigated', frame => frame === person.page.mainFrame());
  await person.page.keyboard.press('Enter');
  await left;
  await person.isAt(path);
}

const focused = page => page.evaluate(() => document.activeElement.id || document.activeElement.className || document.activeElement.tagName);

const stories = [
  {
    title: 'the whole first login works by keyboard',
    async tell(service, window) {
      const erkki = await Person.sit(service, window);
      await erkki.openService();
      await tabTo(erkki.page, '#sign_in');
      await enter(erkki, '/login');
      const stops = await tabTo(erkki.page, '#username');
      assert.deepEqual(stops, [
        'Siirry suoraan sisältöön', 'Kaskenrannan kaupunki\nKaskenranta-tunnus'.replace('\n', ''),
        'Suomi', 'Svenska', 'English', 'username',
      ]);
      await erkki.page.keyboard.type(ERKKI.address);
      await enter(erkki, '/login/link-sent');

      await erkki.openNewestMail(ERKKI);
      await tabTo(erkki.page, 'section[aria-labelledby=links] a');
      await enter(erkki, '/password/set');
      await tabTo(erkki.page, '#password');
      await erkki.page.keyboard.type(ERKKI.password);
      await tabTo(erkki.page, '[aria-controls=password]');
      await erkki.page.keyboard.press('Space');
      assert.equal(await erkki.page.getAttribute('#password', 'type'), 'text', 'the password is shown');
      await tabTo(erkki.page, '#password_confirm');
      await erkki.page.keyboard.type(ERKKI.password);
      await tabTo(erkki.page, '#set_password');
      await enter(erkki, '/password/done');
      await tabTo(erkki.page, '#go_to_login');
      await enter(erkki, '/login/password');
      await erkki.page.keyboard.type(ERKKI.password);
      await tabTo(erkki.page, '#remember_me');
      await erkki.page.keyboard.press('Space');
      assert.ok(await erkki.page.isChecked('#remember_me'));
      await tabTo(erkki.page, '#sign_in');
      await erkki.page.keyboard.press('Enter');
      await erkki.seesOwnService(ERKKI);
      await tabTo(erkki.page, '#sign_out');
      await enter(erkki, '/logged-out');
    },
  },
  {
    title: 'the skip link leads to the content',
    async tell(service, window) {
      const person = await Person.sit(service, window);
      await person.beginLogin();
      await person.page.keyboard.press('Tab');
      await person.page.keyboard.press('Enter');
      assert.equal(await focused(person.page), 'main');
      assert.deepEqual(await tabTo(person.page, '#username'), ['username'], 'the username comes next');
    },
  },
  ...[true, false].map(javaScriptEnabled => ({
    title: `the focus stands where it helps, with${javaScriptEnabled ? '' : 'out'} JavaScript`,
    options: { javaScriptEnabled },
    async tell(service, window) {
      const erkki = await Person.sit(service, window);
      await erkki.setFirstPassword(ERKKI);
      await erkki.beginLogin();
      assert.equal(await focused(erkki.page), 'BODY', 'nothing takes the focus on the first page');
      await erkki.typeUsername('', '/login');
      assert.equal(await focused(erkki.page), 'errsum', 'the error summary has the focus');
      await erkki.page.click('.errsum a');
      assert.equal(await focused(erkki.page), 'username', 'its link leads to the field');
      await erkki.typeUsername(ERKKI.address, '/login/password');
      assert.equal(await focused(erkki.page), 'password');
      await erkki.typePassword(WRONG, '/login/password');
      assert.equal(await focused(erkki.page), 'errsum');
    },
  })),
  {
    title: 'a new password is checked against the rules while it is typed',
    async tell(service, window) {
      const erkki = await Person.sit(service, window);
      await erkki.beginLogin();
      await erkki.typeUsername(ERKKI.address, '/login/link-sent');
      await erkki.openNewestMail(ERKKI);
      await erkki.followLink('/password/set');
      const met = () => erkki.page.locator('#password_rules [data-ok="1"]').count();
      for (const [typed, rules] of [['k', 1], ['kesä-7', 4], ['Kesä-7', 5], ['Kesä', 2]]) {
        await erkki.page.fill('#password', typed);
        assert.equal(await met(), rules, `“${typed}” meets ${rules} rules`);
      }
      const status = erkki.page.locator('[data-policy-say]');
      await status.filter({ hasText: '2/5' }).waitFor({ state: 'attached' });
    },
  },
  {
    title: 'another language in the middle keeps login, username and language',
    async tell(service, window) {
      const erkki = await Person.sit(service, window);
      await erkki.setFirstPassword(ERKKI);
      await erkki.beginLogin();
      await erkki.typeUsername(ERKKI.address, '/login/password');
      for (const [language, heading] of [['sv', 'Ange lösenordet'], ['en', 'Enter your password'], ['fi', 'Anna salasana'], ['sv', 'Ange lösenordet']]) {
        await erkki.go(`.lang [lang=${language}]`, '/login/password');
        assert.equal(await erkki.page.getAttribute('html', 'lang'), language);
        assert.equal(await erkki.heading(), heading);
        await erkki.sees(ERKKI.address);
      }
      await erkki.typePassword(WRONG, '/login/password');
      assert.equal(await erkki.page.getAttribute('html', 'lang'), 'sv', 'the answer is in the same language');
      await erkki.go('.ident a', '/login');
      assert.equal(await erkki.page.inputValue('#username'), ERKKI.address);
      assert.equal(await erkki.page.getAttribute('html', 'lang'), 'sv');
      await erkki.logIn(ERKKI);
      await erkki.seesOwnService(ERKKI);
    },
  },
];

await tellAll(stories);
