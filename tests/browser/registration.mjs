// A new resident registers, as the city of Kouvola's guide tells it, and the
// ways in which it goes wrong; with JavaScript and without.
import assert from 'node:assert/strict';
import { ERKKI, Person, ULLA } from './person.mjs';
import { isStarted, tellAll } from './report.mjs';

const OTHER = 'Syksyn-tuuli-6-puuta';

export const stories = {
  async 'a new resident comes from the tenant portal and arrives there'(service, window) {
    const ulla = await Person.sit(service, window);
    await ulla.beginRegistration();
    await ulla.register(ULLA);
    await ulla.isAt('/register/done');
    await ulla.sees('Aktivoi käyttäjätunnuksesi', ULLA.address, '30 minuuttia', 'roskapostikansio');

    const mail = await ulla.otherTab();
    await mail.openNewestMail(ULLA);
    await mail.followLink('/activate');
    await mail.sees('Vahvista, että haluat aktivoida', ULLA.address);
    assert.equal(await mail.page.locator('#password').count(), 0, 'one click is enough');
    await mail.go('#activate', '/activate/done');
    await mail.sees('Käyttäjätunnus on aktivoitu');
    await mail.goOnToLogIn(ULLA);
    await mail.isAt('/');
    assert.equal(new URL(mail.page.url()).origin, service.portal);
    assert.ok((await mail.page.locator('#account').innerText()).includes(ULLA.name));
  },

  async 'a form that breaks the rules comes back with what was typed'(service, window) {
    const ulla = await Person.sit(service, window);
    await ulla.open(`${service.issuer}/register`);
    const answer = ulla.page.waitForResponse(reply => reply.request().method() === 'POST');
    await ulla.register({ ...ULLA, password: 'kesä' });
    assert.equal((await answer).status(), 422);
    await ulla.isAt('/register');
    await ulla.sees('Salasana on liian lyhyt', 'Tarkista antamasi tiedot');
    assert.match(await ulla.page.title(), /^Virhe: /);
    assert.equal(await ulla.page.inputValue('#email'), ULLA.address);
    assert.equal(await ulla.page.inputValue('#city'), 'Kaskenranta');
    assert.equal(await ulla.page.inputValue('#password'), '');
    assert.ok(await ulla.page.isChecked('#accept_terms'));
    await ulla.page.fill('#password', ULLA.password);
    await ulla.page.fill('#password_confirm', ULLA.password);
    await ulla.page.click('#create_account');
    await ulla.isAt('/register/done');
  },

  async 'a mistyped address is corrected'(service, window) {
    const ulla = await Person.sit(service, window);
    await ulla.open(`${service.issuer}/register`);
    await ulla.register({ ...ULLA, address: 'ulla.uusu@example.com' });
    await ulla.isAt('/register/done');
    await ulla.go('#change_address', '/register/address');
    assert.equal(await ulla.page.inputValue('#email'), 'ulla.uusu@example.com');
    await ulla.page.fill('#email', ULLA.address);
    await ulla.page.fill('#email_confirm', ULLA.address);
    await ulla.go('#correct_address', '/register/done');
    await ulla.sees(ULLA.address);
    await ulla.openNewestMail(ULLA);
    await ulla.followLink('/activate');
    await ulla.go('#activate', '/activate/done');
  },

  async 'a link opened on another device asks for a password'(service, window) {
    const ulla = await Person.sit(service, window);
    await ulla.open(`${service.issuer}/register`);
    await ulla.register(ULLA);
    await ulla.isAt('/register/done');
    await window.context.clearCookies();
    await ulla.openNewestMail(ULLA);
    await ulla.followLink('/activate');
    await ulla.sees('eri selaimessa', ULLA.address);
    await ulla.page.fill('#password', OTHER);
    await ulla.page.fill('#password_confirm', OTHER);
    await ulla.go('#activate', '/activate/done');
    await ulla.go('#go_to_login', '/login/password');
    await ulla.typePassword(OTHER, '/account');
    await ulla.sees(ULLA.name);
  },

  async 'an expired link leads to a new one'(service, window) {
    const ulla = await Person.sit(service, window);
    await ulla.open(`${service.issuer}/register`);
    await ulla.register(ULLA);
    await ulla.isAt('/register/done');
    await service.advance('PT31M');
    await ulla.openNewestMail(ULLA);
    await ulla.followLink('/activate');
    await ulla.sees('Aktivointilinkki on vanhentunut', 'u•••i@example.com');
    await ulla.go('#new_link', '/activate/link-sent');
    await ulla.openNewestMail(ULLA, 2);
    await ulla.followLink('/activate');
    await ulla.go('#activate', '/activate/done');
  },

  async 'who logs in too early is sent another link'(service, window) {
    const ulla = await Person.sit(service, window);
    await ulla.open(`${service.issuer}/register`);
    await ulla.register(ULLA);
    await ulla.isAt('/register/done');
    await service.advance('PT3M');
    await ulla.open(`${service.issuer}/login`);
    await ulla.typeUsername(ULLA.address, '/login/password');
    await ulla.typePassword(ULLA.password, '/login/password');
    await ulla.sees('Käyttäjätunnusta ei ole aktivoitu');
    await ulla.go('#resend', '/register/done');
    await ulla.openNewestMail(ULLA, 2);
    await ulla.followLink('/activate');
    await ulla.go('#activate', '/activate/done');
  },

  async 'an address that is taken is told, and a double click registers once'(service, window) {
    const ulla = await Person.sit(service, window);
    await ulla.open(`${service.issuer}/register`);
    await ulla.register({ ...ULLA, address: ERKKI.address });
    await ulla.isAt('/register');
    await ulla.sees('Tällä sähköpostiosoitteella on jo käyttäjätunnus');
    await ulla.fillRegistration(ULLA);
    await ulla.page.dblclick('#create_account');
    await ulla.isAt('/register/done');
    await ulla.openNewestMail(ULLA);
    await ulla.followLink('/activate');
    await ulla.go('#activate', '/activate/done');
    assert.equal((await service.mailsTo(ULLA.address)).length, 1);
  },
};

const inBothWays = Object.entries(stories).flatMap(([title, tell]) => [
  { title: `${title}, with JavaScript`, tell, options: { javaScriptEnabled: true } },
  { title: `${title}, without JavaScript`, tell, options: { javaScriptEnabled: false } },
]);
if (isStarted(import.meta.url)) await tellAll(inBothWays);
