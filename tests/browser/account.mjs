// The pages of the own account, in every state that the running service brings
// about, each under axe in narrow and wide windows; the journeys with and
// without JavaScript.
import assert from 'node:assert/strict';
import { inspect } from './inspect.mjs';
import { ERKKI, LONGEST, MINNA, Person, WRONG } from './person.mjs';
import { isStarted, tellAll } from './report.mjs';

const NEW = 'erkki.uusi@example.com';

/** Somebody who has a password, logged in at the first page of the account. */
async function atHome(service, window, who, arrive) {
  const first = await Person.sit(service, window);
  await first.setFirstPassword(who);
  const person = await Person.sit(service, window, arrive);
  await person.open(`${service.issuer}/account`, 'login');
  await person.logIn(who);
  await person.isAt('/account', 'home');
  return person;
}

/** The newest link to `path` that was mailed to `address`. */
async function linkTo(service, address, path) {
  for (const deadline = Date.now() + 15_000; Date.now() < deadline;) {
    const links = (await service.mailsTo(address)).map(({ text }) => text.match(/http\S+token=\S+/)?.[0] ?? '');
    const link = links.find(found => found.includes(path));
    if (link) return link;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`no link to ${path} came to ${address}`);
}

async function fill(person, fields) {
  for (const [id, value] of Object.entries(fields)) {
    // Driven over BiDi, Firefox adds to what an e-mail field holds.
    await person.page.fill(`#${id}`, '');
    await person.page.fill(`#${id}`, value);
  }
}

async function details(person, service) {
  const { issuer } = service;
  await person.open(`${issuer}/account/name`, 'name');
  await fill(person, { first_name: '', last_name: '' });
  await person.go('#save', '/account/name', 'name, empty');
  await fill(person, { first_name: 'محمد', last_name: 'الأحمد' });
  await person.go('#save', '/account', 'home, saved, right to left');
  await person.sees('Tiedot on tallennettu.', 'محمد');
  await person.open(`${issuer}/account/phone`, 'phone');
  await fill(person, { phone: '12' });
  await person.go('#save', '/account/phone', 'phone, malformed');
  assert.equal(await person.page.inputValue('#phone'), '12');
  await fill(person, { phone: '040 123 4567' });
  await person.go('#save', '/account', 'home, saved');
  await person.sees('+358401234567');
  await person.open(`${issuer}/account/address`, 'address');
  await fill(person, { street: 'Rantatie 3', postcode: '281', city: 'Kaskenranta' });
  await person.go('#save', '/account/address', 'address, malformed');
  await fill(person, { postcode: '28100' });
  await person.go('#save', '/account', 'home, saved');
  await person.open(`${issuer}/account/language`, 'language');
  await person.page.check('#language_sv');
  await person.go('#save', '/account', 'home, in Swedish');
  await person.sees('Uppgifterna har sparats.');
  await person.open(`${issuer}/account/language`, 'language, in Swedish');
  await person.page.check('#language_fi');
  await person.go('#save', '/account', 'home');
}

async function password(person, service, who) {
  await person.open(`${service.issuer}/account/password`, 'password');
  await person.go('#change_password', '/account/password', 'password, empty');
  const fresh = { password: 'Uusi-talvi-12-lunta', password_confirm: 'Uusi-talvi-12-lunta' };
  await fill(person, { current_password: WRONG, ...fresh });
  await person.go('#change_password', '/account/password', 'password, wrong');
  await fill(person, { current_password: who.password, ...fresh });
  await person.go('#change_password', '/account', 'home, password changed');
  await person.sees('Salasana on vaihdettu.');
  return fresh.password;
}

async function address(person, service, current) {
  const { issuer } = service;
  await person.open(`${issuer}/account/email`, 'email');
  await person.go('#send_link', '/account/email', 'email, empty');
  await fill(person, { email: NEW, email_confirm: 'toinen@example.com', password: current });
  await person.go('#send_link', '/account/email', 'email, mismatch');
  assert.equal(await person.page.inputValue('#email'), NEW);
  await fill(person, { email_confirm: NEW, password: current });
  await person.go('#send_link', '/account', 'home, new address waits');
  await person.sees('Odottaa vahvistusta', NEW);
  await person.go('#resend', '/account', 'home, too soon');
  const mail = await person.otherTab();
  await mail.open(await linkTo(service, NEW, '/account/email/confirm'), 'confirm address');
  await mail.go('#confirm_address', '/account/email/confirm', 'address confirmed');
  await mail.sees(NEW);
  await mail.go('#go_on', '/account', 'home, new address');
}

async function takeBack(person, service, who) {
  const mail = await person.otherTab();
  await mail.open(await linkTo(service, who.address, '/account/email/undo'), 'undo address');
  await mail.go('#undo_change', '/account/email/undo', 'address undone');
  await mail.page.goto(`${service.issuer}/account`);
  await mail.isAt('/login', 'login');
}

/** Name, telephone number, postal address, language, password and e-mail address. */
export async function tourOfChanges(service, window, arrive) {
  const erkki = await atHome(service, window, ERKKI, arrive);
  await details(erkki, service);
  const fresh = await password(erkki, service, ERKKI);
  await address(erkki, service, fresh);
  await takeBack(erkki, service, ERKKI);
}

/** The devices, the services, the stored data, and the documents of the footer. */
export async function tourOfData(service, window, arrive) {
  const minna = await atHome(service, window, MINNA, arrive);
  await minna.sees('Käyttäjätunnusta ei voi vaihtaa.');
  await minna.open(`${service.issuer}/account/sessions`, 'sessions');
  const visit = await Person.sit(service, window);
  await visit.open(`${service.portal}/`, 'portal');
  await visit.go('#sign_in', '/', 'portal, signed in');
  await minna.open(`${service.issuer}/account/services`, 'services');
  await minna.go('#end_1', '/account/services', 'service ended');
  await minna.open(`${service.issuer}/account/data`, 'data');
  const download = minna.page.waitForEvent('download');
  await minna.page.click('#download_json');
  assert.equal((await download).suggestedFilename(), 'account.json');
  for (const name of ['terms', 'privacy', 'accessibility', 'cookies']) await minna.open(`${service.issuer}/${name}`, name);
}

/** The end of the account, planned and taken back. */
export async function tourOfEnd(service, window, arrive) {
  const person = await atHome(service, window, LONGEST, arrive);
  await person.open(`${service.issuer}/account/delete`, 'delete');
  await person.go('#delete', '/account/delete', 'delete, empty');
  await person.page.fill('#password', LONGEST.password);
  await person.page.check('#understood');
  await person.go('#delete', '/account/delete/done', 'deletion planned');
  await person.beginLogin();
  await person.typeUsername(LONGEST.address, '/login/password', 'password');
  await person.typePassword(LONGEST.password, '/account/keep', 'keep the account?');
  await person.page.click('#keep');
  await person.seesOwnService(LONGEST);
}

/** A new address is confirmed from its mailbox, and taken back from the old one. */
export async function changeOfAddress(service, window) {
  const erkki = await atHome(service, window, ERKKI);
  await address(erkki, service, ERKKI.password);
  await takeBack(erkki, service, ERKKI);
}

const walk = (title, tour, options) => ({
  title,
  options: { reducedMotion: 'reduce', ...options },
  async tell(service, window) {
    const names = new Set();
    await tour(service, window, async (page, name) => {
      if (options?.javaScriptEnabled !== false && !names.has(name)) await inspect(page, name);
      names.add(name);
    });
    return `${names.size} pages`;
  },
});

const stories = [
  walk('details, password and address are changed on accessible pages', tourOfChanges),
  walk('the same without JavaScript', tourOfChanges, { javaScriptEnabled: false }),
  walk('services and data are shown, ended and taken away', tourOfData),
  walk('a deletion is planned and taken back', tourOfEnd),
];
if (isStarted(import.meta.url)) await tellAll(stories);
