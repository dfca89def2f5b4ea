// A walk through every page that a person can come to, in every state that the
// running service brings about. Whoever looks at pages walks along.
import { ERKKI, LONGEST, MINNA, Person, ULLA, WRONG } from './person.mjs';

/** The first login as it should go. */
export async function tourOfFirstLogin(service, window, arrive) {
  const person = await Person.sit(service, window, arrive);
  const mail = await person.setFirstPassword(LONGEST);
  await mail.goOnToLogIn(LONGEST);
  await mail.seesOwnService(LONGEST);
  await mail.go('.cards li:first-child a', await mail.page.getAttribute('.cards a', 'href'), 'case');
  await mail.open(`${service.issuer}/account`, 'account');
  await mail.open(`${service.issuer}/`, 'front page, signed in');
  await mail.open(`${service.neighbours}/`, 'a site of somebody else');
  await mail.go('#sign_in', '/consent', 'consent');
  await mail.go('#deny', '/callback', 'a site of somebody else, denied');
  await mail.open(`${service.issuer}/logout`, 'log out?');
  await mail.openService();
  await mail.logOutOfService();
  await mail.open(`${service.issuer}/`, 'front page');
  await mail.open(`${service.issuer}/logout/done`, 'logged out');
}

/** The three demo sites, by somebody who has a history at each. */
export async function tourOfSites(service, window, arrive) {
  const minna = await Person.sit(service, window, arrive);
  const mail = await minna.setFirstPassword(MINNA);
  await mail.openService();
  await mail.open(`${service.portal}/`, 'portal');
  await mail.go('#sign_in', '/login', 'login');
  await mail.logIn(MINNA);
  await mail.isAt('/', 'portal, signed in');
  await mail.go('a[href="/contract"]', '/contract', 'rental contract');
  await mail.go('a[href="/housing"]', '/housing', 'housing services');
  await mail.go('#kodinportaali', '/', 'Kodinportaali, signed in');
  await mail.go('a[href="/settings"]', '/settings', 'settings');
  await mail.go('a[href="/app"]', '/app', 'app');
  await mail.go('#app_sign_in', '/app', 'app, signed in');
  const eservice = await mail.otherTab();
  await eservice.open(`${service.eservice}/login?return_to=%2F`, 'e-service, signed in');
  await eservice.open(`${service.eservice}/deliveries`, 'no sign-out notices');
  await mail.go('#sign_out', '/logged-out', 'Kodinportaali, logged out');
  await service.noticesAt(service.kodinportaali, 1);
  await mail.go('#deliveries', '/deliveries', 'sign-out notices');
}

/** Forms that come back with words. */
export async function tourOfRefusals(service, window, arrive) {
  const erkki = await Person.sit(service, window, arrive);
  await erkki.open(service.mailbox, 'mailbox, empty');
  await erkki.beginLogin();
  await erkki.typeUsername('', '/login', 'login, empty');
  await erkki.typeUsername('erkki@', '/login', 'login, malformed');
  await erkki.go('.textlink', '/forgot', 'forgot');
  await erkki.go('#send_link', '/forgot', 'forgot, empty');
  await erkki.page.fill('#username', 'tuntematon');
  await erkki.go('#send_link', '/forgot/sent', 'forgot, sent');
  await erkki.beginLogin();
  await erkki.typeUsername(ERKKI.address, '/login/link-sent', 'link sent');
  await erkki.go('#resend', '/login/link-sent', 'link sent, too soon');
  await service.advance('PT3M');
  await erkki.go('#resend', '/login/link-sent', 'link sent, again');
  await erkki.openNewestMail(ERKKI, 2);
  await erkki.followLink('/password/set', 'set password');
  await erkki.go('#set_password', '/password/set', 'set password, empty');
  await erkki.page.fill('#password', 'kesä');
  await erkki.page.fill('#password_confirm', 'kesä');
  await erkki.arrive(erkki.page, 'set password, rules half met');
  await erkki.go('#set_password', '/password/set', 'set password, too short');
  await erkki.setPassword(ERKKI.password);
  await erkki.isAt('/password/done', 'password done');
}

/** A new account, from the form to the login, with every word on the way. */
export async function tourOfRegistration(service, window, arrive) {
  const ulla = await Person.sit(service, window, arrive);
  await ulla.beginRegistration();
  await ulla.go('#create_account', '/register', 'register, empty');
  await ulla.fillRegistration({ ...ULLA, address: 'ulla@gmial.com' });
  await ulla.go('#create_account', '/register', 'register, address doubted');
  await ulla.fillRegistration({ ...ULLA, address: ERKKI.address });
  await ulla.go('#create_account', '/register', 'register, address taken');
  await ulla.fillRegistration({ ...ULLA, address: LONGEST.address.replace('maria', 'marja') });
  await ulla.go('#create_account', '/register/done', 'registered');
  await ulla.go('#resend', '/register/done', 'registered, too soon');
  await ulla.go('#change_address', '/register/address', 'address');
  await ulla.page.fill('#email', ULLA.address);
  await ulla.go('#correct_address', '/register/address', 'address, not the same');
  await ulla.page.fill('#email_confirm', ULLA.address);
  await ulla.go('#correct_address', '/register/done', 'registered, address corrected');
  await service.advance('PT3M');
  await ulla.go('#resend', '/register/done', 'registered, again');
  await ulla.open(`${service.issuer}/login`, 'login');
  await ulla.typeUsername(ULLA.address, '/login/password', 'password');
  await ulla.typePassword(ULLA.password, '/login/password', 'not activated');
  await service.advance('PT31M');
  await ulla.openNewestMail(ULLA, 2);
  await ulla.followLink('/activate', 'activation expired');
  await ulla.go('#new_link', '/activate/link-sent', 'activation, new link sent');
  await ulla.openNewestMail(ULLA, 3);
  await ulla.followLink('/activate', 'activate');
  await ulla.go('#activate', '/activate/done', 'activated');
  await ulla.openNewestMail(ULLA, 3);
  await ulla.followLink('/activate', 'already active');
  await ulla.open(`${service.issuer}/activate?token=unknown`, 'activation unknown');
  await ulla.open(`${service.issuer}/register`, 'register');
  await ulla.fillRegistration({ ...ULLA, address: 'ulla.toinen@example.com' });
  await ulla.go('#create_account', '/register/done', 'registered');
  await window.context.clearCookies();
  await ulla.openNewestMail({ address: 'ulla.toinen@example.com' });
  await ulla.followLink('/activate', 'activate elsewhere');
  await ulla.go('#activate', '/activate', 'activate elsewhere, empty');
}

/** Links that no longer work, a locked username, and addresses that do not exist. */
export async function tourOfDeadEnds(service, window, arrive) {
  const erkki = await Person.sit(service, window, arrive);
  const mail = await erkki.setFirstPassword(ERKKI);
  await mail.openNewestMail(ERKKI);
  await mail.followLink('/password/set', 'link used');
  await erkki.beginLogin();
  await erkki.typeUsername(ERKKI.address, '/login/password', 'password');
  await erkki.page.click('#sign_in');
  await erkki.isAt('/login/password', 'password, empty');
  for (const name of ['wrong', 'wrong again', 'wrong, two tries left', 'wrong, one try left']) {
    await erkki.typePassword(WRONG, '/login/password', `password, ${name}`);
  }
  await erkki.typePassword(WRONG, '/login/password', 'locked');
  await service.advance('PT31M');
  await erkki.openNewestMail(ERKKI, 2);
  await erkki.followLink('/password/set', 'link expired');
  await erkki.go('#new_link', '/password/link-sent', 'new link sent');
  await erkki.beginLogin();
  await service.advance('P2D');
  await erkki.typeUsername(ERKKI.address, '/login', 'login, open for too long');
  for (const [path, name] of [
    ['/password/set?token=unknown', 'link unknown'],
    ['/nowhere', 'not found'],
    ['/authorize?client_id=nobody', 'unknown client'],
    ['/authorize?client_id=eservice&redirect_uri=https%3A%2F%2Felsewhere.example', 'bad redirect'],
    ['/login?flow=foreign', 'other browser'],
  ]) await erkki.open(`${service.issuer}${path}`, name);
  await erkki.open(`${service.eservice}/nowhere`, 'e-service, not found');
  await erkki.open(`${service.eservice}/callback?error=access_denied&state=x`, 'e-service, login stale');
}
