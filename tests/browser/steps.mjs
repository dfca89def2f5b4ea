// The steps of the login as a person takes them.

export const PASSWORD = 'Kesäranta-7-kuusta';

/** From the e-service's button to the login page. */
export async function begin(page, service) {
  await page.goto(`${service.eservice}/`);
  await page.click('#sign_in');
  await page.waitForURL('**/login?*');
}

/** Types the username of the first step. */
export async function identify(page, username) {
  await page.fill('#username', username);
  await page.click('#continue');
}

/** Opens the newest mailed link of `address`. */
export async function openMailedLink(page, service, address) {
  await page.goto(await service.mailLink(address));
}

/** Types the new password twice. */
export async function choosePassword(page, password = PASSWORD, confirm = password) {
  await page.fill('#password', password);
  await page.fill('#password_confirm', confirm);
  await submitMain(page);
}

/** Presses the main button of the page. */
export async function submitMain(page) {
  await page.click('main form button[type=submit]');
}

/** Types the password of the second step. */
export async function signIn(page, password = PASSWORD) {
  await page.fill('#password', password);
  await page.click('#sign_in');
}

/** Where the page is, without origin and query. */
export const path = page => new URL(page.url()).pathname;
