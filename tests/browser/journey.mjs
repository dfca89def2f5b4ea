// The first login after a change of systems, as the city of Pori's guide tells
// it, and the ways in which it goes wrong; with JavaScript and without.
import assert from 'node:assert/strict';
import { ERKKI, Person, WRONG } from './person.mjs';
import { isStarted, tellAll } from './report.mjs';

export const stories = {
  async 'the first login ends in the e-service with the old cases'(service, window) {
    const erkki = await Person.sit(service, window);
    await erkki.beginLogin();
    await erkki.sees('Kirjautuminen on uudistunut', 'Rakennusvalvonnan asiointi');
    await erkki.typeUsername(ERKKI.address, '/login/link-sent');
    await erkki.sees('Tarkista sähköpostisi', ERKKI.address, '30 minuuttia');

    const mail = await erkki.otherTab();
    await mail.openNewestMail(ERKKI);
    await mail.followLink('/password/set');
    await mail.sees('Aseta salasana', ERKKI.address);
    await mail.setPassword(ERKKI.password);
    await mail.isAt('/password/done');
    await mail.sees('Salasana on asetettu');
    await mail.goOnToLogIn(ERKKI);
    await mail.seesOwnService(ERKKI);

    const account = await mail.otherTab();
    await account.open(`${service.issuer}/account`);
    await account.sees(ERKKI.name, ERKKI.address);
  },

  async 'the second login asks for nothing new, and logging out ends both'(service, window) {
    const erkki = await Person.sit(service, window);
    await erkki.setFirstPassword(ERKKI);
    await erkki.beginLogin();
    await erkki.logIn(ERKKI);
    await erkki.seesOwnService(ERKKI);
    await erkki.logOutOfService();
    await erkki.sees('Olet kirjautunut ulos');
    await erkki.open(`${service.issuer}/account`);
    await erkki.isAt('/login');
    await erkki.beginLogin();
    assert.equal((await service.mailsTo(ERKKI.address)).length, 1, 'only the first link was mailed');
  },

  async 'a wrong password and an unknown address look alike'(service, window) {
    const person = await Person.sit(service, window);
    await person.setFirstPassword(ERKKI);
    const shown = [];
    for (const address of [ERKKI.address, 'kuka.tahansa@example.com']) {
      await person.beginLogin();
      await person.typeUsername(address, '/login/password');
      await person.typePassword(WRONG, '/login/password');
      await person.sees('Kirjautuminen ei onnistunut', address);
      assert.match(await person.page.title(), /^Virhe: /);
      assert.equal(await person.page.inputValue('#password'), '', 'the password is typed anew');
      shown.push((await person.page.locator('main').innerText()).replaceAll(address, 'ADDRESS'));
    }
    assert.equal(shown[0], shown[1]);
  },

  async 'a link works once, and a used one says so'(service, window) {
    const erkki = await Person.sit(service, window);
    await erkki.setFirstPassword(ERKKI);
    await erkki.openNewestMail(ERKKI);
    await erkki.followLink('/password/set');
    await erkki.sees('Linkkiä on jo käytetty');
    await erkki.page.goBack();
    await erkki.sees('Links');
  },

  async 'a link that was opened twice sets one password'(service, window) {
    const [first, second] = [await Person.sit(service, window), await Person.sit(service, window)];
    await first.beginLogin();
    await first.typeUsername(ERKKI.address, '/login/link-sent');
    for (const tab of [first, second]) {
      await tab.openNewestMail(ERKKI);
      await tab.followLink('/password/set');
    }
    await first.setPassword(ERKKI.password);
    await first.isAt('/password/done');
    await second.page.fill('#password', 'Toinen-salasana-2');
    await second.page.fill('#password_confirm', 'Toinen-salasana-2');
    await second.go('#set_password', '/password/set');
    await second.sees('Linkkiä on jo käytetty');
    await second.beginLogin();
    await second.logIn(ERKKI);
    await second.seesOwnService(ERKKI);
  },

  async 'an expired link leads to a new one'(service, window) {
    const erkki = await Person.sit(service, window);
    await erkki.beginLogin();
    await erkki.typeUsername(ERKKI.address, '/login/link-sent');
    await service.advance('PT31M');
    await erkki.openNewestMail(ERKKI);
    await erkki.followLink('/password/set');
    await erkki.sees('Linkki ei ole enää voimassa', 'e•••i@example.com');
    await erkki.go('#new_link', '/password/link-sent');
    await erkki.openNewestMail(ERKKI, 2);
    await erkki.followLink('/password/set');
    await erkki.setPassword(ERKKI.password);
    await erkki.isAt('/password/done');
    await erkki.goOnToLogIn(ERKKI);
    await erkki.seesOwnService(ERKKI);
  },

  async 'a password that breaks the rules is refused in words'(service, window) {
    const erkki = await Person.sit(service, window);
    await erkki.beginLogin();
    await erkki.typeUsername(ERKKI.address, '/login/link-sent');
    await erkki.openNewestMail(ERKKI);
    await erkki.followLink('/password/set');
    for (const [password, confirm, words] of [
      ['', '', 'Kirjoita uusi salasana.'],
      ['kesäranta', 'kesäranta', 'Salasanasta puuttuu erikoismerkki, numero ja iso kirjain.'],
      ['Erkki-2026!', 'Erkki-2026!', 'Salasanassa ei saa olla nimeäsi'],
      [ERKKI.password, `${ERKKI.password}x`, 'Salasanat eivät ole samat'],
    ]) {
      const answer = erkki.page.waitForResponse(reply => reply.request().method() === 'POST');
      await erkki.setPassword(password, confirm);
      assert.equal((await answer).status(), 422);
      await erkki.page.waitForLoadState();
      await erkki.sees(words);
      assert.equal(await erkki.page.inputValue('#password'), '');
    }
    await erkki.setPassword(ERKKI.password);
    await erkki.isAt('/password/done');
  },

  async 'an impatient person who clicks twice gets one mail and one login'(service, window) {
    const erkki = await Person.sit(service, window);
    await erkki.beginLogin();
    await erkki.page.fill('#username', ERKKI.address);
    await erkki.page.dblclick('#continue');
    await erkki.isAt('/login/link-sent');
    await erkki.openNewestMail(ERKKI);
    await erkki.followLink('/password/set');
    await erkki.page.fill('#password', ERKKI.password);
    await erkki.page.fill('#password_confirm', ERKKI.password);
    await erkki.page.dblclick('#set_password');
    await erkki.isAt('/password/done');
    await erkki.beginLogin();
    await erkki.typeUsername(ERKKI.address, '/login/password');
    await erkki.page.fill('#password', ERKKI.password);
    await erkki.page.dblclick('#sign_in');
    await erkki.seesOwnService(ERKKI);
    assert.equal((await service.mailsTo(ERKKI.address)).length, 1);
  },

  async 'two tabs do not disturb each other'(service, window) {
    const first = await Person.sit(service, window);
    await first.setFirstPassword(ERKKI);
    await first.beginLogin();
    const second = await first.otherTab();
    await second.beginLogin();
    await first.logIn(ERKKI);
    await first.seesOwnService(ERKKI);
    await second.logIn(ERKKI);
    await second.seesOwnService(ERKKI);
    await first.openService();
    await first.seesOwnService(ERKKI);
  },

  async 'a page left open over night still works'(service, window) {
    const erkki = await Person.sit(service, window);
    await erkki.setFirstPassword(ERKKI);
    await erkki.beginLogin();
    await service.advance('PT20H');
    await erkki.logIn(ERKKI);
    await erkki.seesOwnService(ERKKI);
  },

  async 'a page left open for days begins anew and keeps the username'(service, window) {
    const erkki = await Person.sit(service, window);
    await erkki.setFirstPassword(ERKKI);
    await erkki.beginLogin();
    await erkki.typeUsername(ERKKI.address, '/login/password');
    await service.advance('P2D');
    await erkki.typePassword(ERKKI.password, '/login');
    await erkki.sees('Sivu oli auki liian kauan');
    assert.equal(await erkki.page.inputValue('#username'), ERKKI.address);
  },

  async 'wrong passwords lock the username, and the mailed link opens it'(service, window) {
    const erkki = await Person.sit(service, window);
    await erkki.setFirstPassword(ERKKI);
    await erkki.beginLogin();
    await erkki.typeUsername(ERKKI.address, '/login/password');
    for (const words of ['Kirjautuminen ei onnistunut', 'Kirjautuminen ei onnistunut', '2 yritystä', '1 yritys']) {
      await erkki.typePassword(WRONG, '/login/password');
      await erkki.sees(words);
    }
    await erkki.typePassword(WRONG, '/login/password');
    await erkki.sees('Käyttäjätunnus on lukittu', '24 tuntia');
    await erkki.go('.card .textlink', '/login');
    await erkki.typeUsername(ERKKI.address, '/login/password');
    await erkki.typePassword(ERKKI.password, '/login/password');
    await erkki.sees('Käyttäjätunnus on lukittu');

    const fresh = { ...ERKKI, password: 'Uusi-talvi-12-lunta' };
    await erkki.openNewestMail(ERKKI, 2);
    await erkki.followLink('/password/set');
    await erkki.setPassword(fresh.password);
    await erkki.isAt('/password/done');
    await erkki.sees('Sinut on kirjattu ulos muista laitteista');
    await erkki.goOnToLogIn(fresh);
    await erkki.seesOwnService(fresh);
  },

  async 'a forgotten password is replaced'(service, window) {
    const erkki = await Person.sit(service, window);
    await erkki.setFirstPassword(ERKKI);
    await service.advance('PT3M');
    await erkki.beginLogin();
    await erkki.go('.textlink', '/forgot');
    await erkki.page.fill('#email', ERKKI.address);
    await erkki.go('#send_link', '/forgot/sent');
    await erkki.openNewestMail(ERKKI, 2);
    await erkki.pressInLetter('/password/set');
    await erkki.sees('Vaihda salasana');
    await erkki.setPassword('Uusi-talvi-12-lunta');
    await erkki.isAt('/password/done');
    await erkki.goOnToLogIn({ ...ERKKI, password: 'Uusi-talvi-12-lunta' });
    await erkki.seesOwnService(ERKKI);
  },

  async 'a site of somebody else is told only what the person allows'(service, window) {
    const erkki = await Person.sit(service, window);
    const mail = await erkki.setFirstPassword(ERKKI);
    await mail.goOnToLogIn(ERKKI);
    await mail.seesOwnService(ERKKI);
    await mail.open(`${service.neighbours}/`);
    await mail.go('#sign_in', '/consent');
    await mail.sees('Naapuriapu', ERKKI.address, 'vapaaehtoisten ja apua tarvitsevien yhdistäminen');
    await mail.go('#approve', '/');
    assert.equal(new URL(mail.page.url()).origin, service.neighbours);
    await mail.sees('Palvelulle annetut tiedot', ERKKI.address);
  },
};

const inBothWays = Object.entries(stories).flatMap(([title, tell]) => [
  { title: `${title}, with JavaScript`, tell, options: { javaScriptEnabled: true } },
  { title: `${title}, without JavaScript`, tell, options: { javaScriptEnabled: false } },
]);
if (isStarted(import.meta.url)) await tellAll(inBothWays);
