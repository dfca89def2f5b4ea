// Three relying parties on addresses of their own and one login: what they
// share, what each knows by itself, and how it ends.
import assert from 'node:assert/strict';
import { ERKKI, MINNA, Person } from './person.mjs';
import { tellAll } from './report.mjs';

/** A person with a password who is logged in at the tenant portal. */
async function atPortal(service, window, person) {
  const somebody = await Person.sit(service, window);
  await somebody.setFirstPassword(person);
  await somebody.open(`${service.portal}/`);
  await somebody.go('#sign_in', '/login');
  await somebody.logIn(person);
  await somebody.isAt('/');
  return somebody;
}

/** Goes to a site where a click on "log in" shows no login page. */
async function arriveAt(person, site) {
  const tab = await person.otherTab();
  await tab.open(`${site}/`);
  await tab.go('#sign_in', '/');
  assert.equal(new URL(tab.page.url()).origin, site);
  return tab;
}

/** Takes the provider's cookies away, so that it ends no session when somebody logs in. */
async function forgetProvider(service, window) {
  await window.context.clearCookies({ domain: new URL(service.issuer).hostname });
}

const factsOf = person => person.page.locator('.device dd').allInnerTexts();

const stories = {
  async 'one login opens all three, and each finds its own history'(service, window) {
    const minna = await atPortal(service, window, MINNA);
    await minna.sees('Minna Mökkilä', 'V-2017-350');
    await minna.go('a[href="/housing"]', '/housing');
    await minna.go('#kodinportaali', '/');
    assert.equal(new URL(minna.page.url()).origin, service.kodinportaali);
    await minna.sees('Minna Mökkilä', 'S-31040', 'Saunavuoro, Tornikuja 5');
    const tab = await arriveAt(minna, service.eservice);
    await tab.sees('Minna Mökkilä', '2017-0502-T');
  },

  async 'the settings show name, addresses and the username that stays'(service, window) {
    const minna = await atPortal(service, window, MINNA);
    const tab = await arriveAt(minna, service.kodinportaali);
    await tab.go('a[href="/settings"]', '/settings');
    const facts = await tab.page.locator('#user_information dd').allInnerTexts();
    assert.deepEqual(facts, ['Minna Mökkilä', MINNA.address, '+358405550311', 'minna']);
    await tab.sees('Käyttäjätunnusta ei voi vaihtaa');
    await tab.go('#change', '/account');
    await tab.sees('Minna Mökkilä');
  },

  async 'logging out at one site ends all three, and each was told'(service, window) {
    const minna = await atPortal(service, window, MINNA);
    const home = await arriveAt(minna, service.kodinportaali);
    const permits = await arriveAt(minna, service.eservice);
    await home.go('#sign_out', '/logged-out');
    await home.sees('Olet kirjautunut ulos');
    for (const site of [service.portal, service.eservice, service.kodinportaali]) await service.noticesAt(site, 1);
    assert.deepEqual(await service.noticesAt(service.portal, 1), ['Istunto päätettiin']);
    assert.deepEqual(await service.noticesAt(service.kodinportaali, 1), ['Istunto oli jo päättynyt']);
    for (const [tab, site] of [[minna, service.portal], [permits, service.eservice]]) {
      await tab.open(`${site}/`);
      assert.ok(await tab.page.isVisible('#sign_in'), `signed out at ${site}`);
      await tab.go('#sign_in', '/login');
    }
  },

  async 'a tab that was left open says that the login is over'(service, window) {
    const minna = await atPortal(service, window, MINNA);
    const permits = await arriveAt(minna, service.eservice);
    await minna.go('#sign_out', '/logged-out');
    await service.noticesAt(service.eservice, 1);
    await permits.page.evaluate(() => dispatchEvent(new Event('focus')));
    await permits.page.waitForSelector('#elsewhere [data-when=ended]:visible');
    await permits.go('#elsewhere a', '/');
    assert.ok(await permits.page.isVisible('#sign_in'));
  },

  async 'a service that wants a fresh login asks for the password again'(service, window) {
    const erkki = await Person.sit(service, window);
    await erkki.setFirstPassword(ERKKI);
    await erkki.beginLogin();
    await erkki.logIn(ERKKI);
    await erkki.seesOwnService(ERKKI);
    await service.advance('PT6M');
    await erkki.open(`${service.eservice}/cases/2017-0931-T`);
    await erkki.sees('Käsittelyssä');
    await erkki.go('#withdraw', '/login');
    await erkki.typeUsername(ERKKI.address, '/login/password');
    await erkki.page.fill('#password', ERKKI.password);
    await erkki.go('#sign_in', '/cases/2017-0931-T/withdraw');
    await erkki.go('#confirm_withdrawal', '/cases/2017-0931-T');
    await erkki.sees('Peruttu');
  },

  async 'a service that wants a recent login asks only when it is old'(service, window) {
    const minna = await atPortal(service, window, MINNA);
    await service.advance('PT10M');
    await minna.open(`${service.portal}/contract`);
    await minna.isAt('/contract');
    await minna.sees('A-2206');
    await service.advance('PT10M');
    await minna.open(`${service.portal}/contract`);
    await minna.isAt('/login');
    await minna.logIn(MINNA);
    await minna.isAt('/contract');
    await minna.sees('A-2206');
  },

  async 'another account in another tab is noticed'(service, window) {
    const minna = await Person.sit(service, window);
    await minna.setFirstPassword(MINNA);
    const erkki = await atPortal(service, window, ERKKI);
    const home = await arriveAt(erkki, service.kodinportaali);
    await home.go('#switch_account', '/login');
    await home.logIn(MINNA);
    await home.isAt('/');
    await home.sees('Minna Mökkilä', 'S-31040');
    assert.deepEqual(await service.noticesAt(service.portal, 1), ['Istunto päätettiin']);

    await erkki.page.evaluate(() => dispatchEvent(new Event('focus')));
    await erkki.page.waitForSelector('#elsewhere [data-when=ended]:visible');
    await erkki.go('#sign_out', '/');
    await erkki.go('#sign_in', '/');
    await erkki.sees('Minna Mökkilä', 'V-2017-350');
  },

  async 'a site that got no notice finds out that the account has changed'(service, window) {
    const minna = await Person.sit(service, window);
    await minna.setFirstPassword(MINNA);
    const erkki = await atPortal(service, window, ERKKI);
    await forgetProvider(service, window);
    await minna.open(`${service.kodinportaali}/`);
    await minna.go('#sign_in', '/login');
    await minna.logIn(MINNA);
    await minna.isAt('/');

    await erkki.open(`${service.portal}/`);
    await erkki.sees('Erkki Esimerkki');
    await service.advance('PT6M');
    await erkki.open(`${service.portal}/`);
    await erkki.sees('Käyttäjätunnus on vaihtunut', 'Minna Mökkilä');
    await erkki.open(`${service.portal}/`);
    await erkki.sees('V-2017-350');
  },

  async 'a site that got no notice finds out that the login is over'(service, window) {
    const erkki = await atPortal(service, window, ERKKI);
    await forgetProvider(service, window);
    await service.advance('PT6M');
    await erkki.open(`${service.portal}/housing`);
    await erkki.sees('Kirjautumisesi on päättynyt');
    await erkki.go('#sign_in', '/login');
    await erkki.logIn(ERKKI);
    await erkki.isAt('/housing');
  },

  async 'the app renews its tokens without a secret and ends with the login'(service, window) {
    const minna = await atPortal(service, window, MINNA);
    const app = await arriveAt(minna, service.kodinportaali);
    await app.go('a[href="/app"]', '/app');
    await app.go('#app_sign_in', '/app');
    const [name, access, refresh, renewals] = await factsOf(app);
    assert.equal(name, 'Minna Mökkilä');
    assert.match(access, /^[0-9a-f]{8}, voimassa, päättyy /);
    assert.equal(renewals, '0');
    await service.advance('PT20M');
    await app.open(`${service.kodinportaali}/app`);
    assert.match((await factsOf(app))[1], /vanhentunut/);
    await app.go('#app_refresh', '/app');
    const [, newAccess, newRefresh, once] = await factsOf(app);
    assert.match(newAccess, /voimassa/);
    assert.notEqual(newAccess.slice(0, 8), access.slice(0, 8));
    assert.notEqual(newRefresh, refresh, 'the refresh token changes at every use');
    assert.equal(once, '1');

    await minna.open(`${service.portal}/`);
    await minna.go('#sign_out', '/logged-out');
    await app.go('#app_refresh', '/app');
    await app.sees('Kirjautumisesi on päättynyt');
    assert.ok(await app.page.isVisible('#app_sign_in'));
  },

  async 'logging out of the app ends the sites too'(service, window) {
    const minna = await atPortal(service, window, MINNA);
    const app = await minna.otherTab();
    await app.open(`${service.kodinportaali}/app`);
    await app.go('#app_sign_in', '/app');
    await app.go('#app_sign_out', '/app');
    assert.ok(await app.page.isVisible('#app_sign_in'));
    await service.noticesAt(service.portal, 1);
    await minna.open(`${service.portal}/`);
    assert.ok(await minna.page.isVisible('#sign_in'));
  },
};

await tellAll(Object.entries(stories).map(([title, tell]) => ({ title, tell })));
