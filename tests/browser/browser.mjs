// Chromium and Firefox ESR as the distribution packs them, and one person's
// window in either that writes down whatever the browser complains about.
import { existsSync } from 'node:fs';
import { chromium, firefox } from 'playwright-core';

const CHROMIUM_FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export function launchChromium() {
  return chromium.launch({ executablePath: program('CHROMIUM', '/usr/bin/chromium'), args: CHROMIUM_FLAGS });
}

/** Firefox ESR, driven over WebDriver BiDi. */
export async function launchFirefox() {
  const browser = await firefox.launch({ channel: 'moz-firefox', executablePath: program('FIREFOX', '/usr/bin/firefox-esr') });
  leaveColourSchemeAlone(browser);
  return browser;
}

function program(variable, usual) {
  const path = process.env[variable] ?? usual;
  if (!existsSync(path)) throw new Error(`there is no ${path}: install it, or name another in ${variable}`);
  return path;
}

// Playwright sets the colour scheme of every new context by a command that this
// Firefox does not know, and gives up. No story that is told in Firefox needs it.
function leaveColourSchemeAlone(browser) {
  const session = Object.getPrototypeOf(browser._connection.toImpl(browser)._browserSession);
  const { send } = session;
  session.send = function sendKnown(method, params) {
    return method === 'emulation.setMediaFeaturesOverride' ? Promise.resolve({}) : send.call(this, method, params);
  };
}

/** A browser of its own: cookies, tabs and complaints belong to one person. */
export async function openWindow(browser, options = {}) {
  const context = await browser.newContext({ locale: 'fi-FI', viewport: { width: 1280, height: 860 }, ...options });
  const complaints = [];
  context.on('console', message => {
    if (['error', 'warning'].includes(message.type()) && !isStatusOfPage(message)) {
      complaints.push(`${message.page()?.url()}: ${message.text()}`);
    }
  });
  context.on('weberror', error => complaints.push(String(error.error())));
  await context.addInitScript(() => addEventListener('securitypolicyviolation', event => {
    console.error(`Content Security Policy: ${event.effectiveDirective} forbids ${event.blockedURI} ${event.sample}`);
  }));
  return { context, complaints };
}

// Chromium also calls it an error when a page as a whole says 400, 401, 409, 410, 422
// or 423. That is what such a page is to say, and the stories look at it.
function isStatusOfPage(message) {
  const isStatus = /^Failed to load resource: the server responded with a status of (400|401|404|409|410|422|423) /.test(message.text());
  return isStatus && message.location().url.split('#')[0] === message.page()?.url().split('#')[0];
}
