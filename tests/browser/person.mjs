// A person at the browser: what there is to do on each page, and what each page
// shows. Every step waits for the page that it leads to.
import assert from 'node:assert/strict';

export const ERKKI = { name: 'Erkki Esimerkki', address: 'esimerkki.erkki@example.com', password: 'Kesäranta-7-kuusta' };
export const MINNA = { name: 'Minna Mökkilä', username: 'minna', address: 'minna.mokkila@example.com', password: 'Pihakeinu-3-lasta' };
export const LONGEST = {
  name: 'Maria-Magdalena Anna-Kaarina Korkeamäki-Ylöstalo-Hallanheimo',
  address: 'maria-magdalena.korkeamaki-ylostalo-hallanheimo@asiointi.example.fi',
  password: 'Syysmyrsky-9-mäntyä',
};
export const ULLA = { name: 'Ulla Uusi', address: 'ulla.uusi@example.com', password: 'Kevät-tulva-4-jokea' };
export const WRONG = 'Väärä-salasana-1';

export class Person {
  /** `arrive(page, name)` is called on every page that the person comes to. */
  constructor(service, page, arrive = () => {}) {
    Object.assign(this, { service, page, arrive });
  }

  static async sit(service, window, arrive) {
    return new Person(service, await window.context.newPage(), arrive);
  }

  /** The same person at another tab of the same browser. */
  async otherTab() {
    return new Person(this.service, await this.page.context().newPage(), this.arrive);
  }

  async open(url, name) {
    await this.page.goto(url);
    await this.arrive(this.page, name);
  }

  /** Clicks what leads to the next page, and sees that this is the one at `path`. */
  async go(selector, path, name) {
    const left = this.page.waitForEvent('framenavigated', frame => frame === this.page.mainFrame());
    await this.page.click(selector);
    await left;
    await this.isAt(path, name);
  }

  async isAt(path, name = path) {
    await this.page.waitForURL(url => url.pathname === path);
    await this.page.waitForLoadState();
    await this.arrive(this.page, name);
  }

  heading() {
    return this.page.locator('h1').innerText();
  }

  async sees(...texts) {
    const shown = await this.page.locator('body').innerText();
    for (const text of texts) assert.ok(shown.includes(text), `“${text}” is not on the page:\n${shown}`);
  }

  // The e-service

  async openService() {
    await this.open(`${this.service.eservice}/`, 'e-service');
  }

  async beginLogin() {
    await this.openService();
    await this.go('#sign_in', '/login', 'login');
  }

  async seesOwnService(person) {
    await this.isAt('/', 'e-service, signed in');
    assert.equal(new URL(this.page.url()).origin, this.service.eservice);
    assert.equal(await this.page.locator('#account').innerText(), `${person.name} (${person.username ?? person.address})`);
    assert.ok(await this.page.locator('.cards li').count() > 0, 'the old cases are there');
  }

  async logOutOfService() {
    await this.go('#sign_out', '/logged-out', 'e-service, logged out');
  }

  // The login

  async typeUsername(username, path, name) {
    await this.page.fill('#username', username);
    await this.go('#continue', path, name);
  }

  async typePassword(password, path, name) {
    await this.page.fill('#password', password);
    await this.go('#sign_in', path, name);
  }

  async logIn(person) {
    await this.typeUsername(person.username ?? person.address, '/login/password', 'password');
    await this.page.fill('#password', person.password);
    await this.page.click('#sign_in');
  }

  /** From the page that says what was done: the username is known there. */
  async goOnToLogIn(person) {
    await this.go('#go_to_login', '/login/password', 'password, username known');
    await this.page.fill('#password', person.password);
    await this.page.click('#sign_in');
  }

  // Registering

  /** From the tenant portal to the form. */
  async beginRegistration() {
    await this.open(`${this.service.portal}/`, 'portal');
    await this.go('#register', '/register', 'register');
  }

  async fillRegistration(person) {
    const [first, last] = person.name.split(' ');
    const fields = { email: person.address, email_confirm: person.address, password: person.password, password_confirm: person.password, first_name: first, last_name: last, phone: '040 765 4321', street: 'Uusikatu 1', postcode: '28100', city: 'Kaskenranta' };
    for (const [name, value] of Object.entries(fields)) await this.page.fill(`#${name}`, value);
    await this.page.check('#accept_terms');
  }

  async register(person) {
    await this.fillRegistration(person);
    await this.page.click('#create_account');
  }

  // The mailed link

  async openNewestMail(person, count = 1) {
    await this.service.mail(person.address, count);
    await this.open(this.service.mailbox, 'mailbox');
    await this.page.click('.rows li:first-child a');
    await this.page.waitForURL('**/dev/mail/*');
    await this.arrive(this.page, 'mail');
    await this.sees(person.address);
  }

  async followLink(path, name) {
    await this.go('section[aria-labelledby=links] a', path, name);
  }

  /** Presses the button in the letter, as its reader would. */
  async pressInLetter(path) {
    const link = this.page.frameLocator('iframe').getByRole('link').first();
    // A frame that is not painted yet loses the click.
    for (let tries = 0; tries < 5; tries += 1) {
      await link.click();
      if (await this.page.waitForURL(url => url.pathname === path, { timeout: 5_000 }).then(() => true, () => false)) break;
    }
    await this.isAt(path);
  }

  async setPassword(password, confirm = password) {
    await this.page.fill('#password', password);
    await this.page.fill('#password_confirm', confirm);
    await this.page.click('#set_password');
  }

  /** From the e-service to a password of one's own, and on to the login. */
  async setFirstPassword(person) {
    await this.beginLogin();
    await this.typeUsername(person.address, '/login/link-sent', 'link sent');
    const mail = await this.otherTab();
    await mail.openNewestMail(person);
    await mail.followLink('/password/set', 'set password');
    await mail.setPassword(person.password);
    await mail.isAt('/password/done', 'password done');
    return mail;
  }
}
