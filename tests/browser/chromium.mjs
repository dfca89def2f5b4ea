// Chromium as the distribution packs it, and one person's window in it that
// writes down whatever the browser complains about.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export function launch() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) throw new Error(`no Chromium at ${executablePath}: install it, or name it in CHROMIUM`);
  return chromium.launch({ executablePath, args: FLAGS });
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
