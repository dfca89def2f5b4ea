// Counts checks in plain `ok` and `not ok` lines, and runs a script with a
// service and a browser that are always put away.
import { chromium } from 'playwright-core';
import { startService } from './service.mjs';

const ARGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

let failed = 0;

/** Prints whether `good`; a failed check makes the script fail at its end. */
export function check(name, good, detail = '') {
  if (!good) failed += 1;
  console.log(`${good ? 'ok' : 'not ok'} - ${name}${good || !detail ? '' : `: ${detail}`}`);
}

/** Runs `script({ service, browser })` against a fresh service. */
export async function run(script) {
  const binary = process.argv[2];
  if (!binary) {
    console.error('usage: node SCRIPT.mjs PATH-TO-IDP');
    process.exit(2);
  }
  const service = await startService(binary);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
  try {
    await script({ service, browser });
  } catch (error) {
    check('the script came to its end', false, error.stack);
  } finally {
    await browser.close();
    await service.stop();
  }
  process.exit(failed ? 1 : 0);
}

/** A page whose errors, policy reports and failed requests are collected. */
export async function openPage(context) {
  const page = await context.newPage();
  const complaints = [];
  page.on('console', message => {
    // A page of status 4xx is logged as a failed resource by Chromium itself.
    if (['error', 'warning'].includes(message.type()) && !/status of 4\d\d/.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', error => complaints.push(String(error)));
  page.on('requestfailed', request => {
    const reason = request.failure()?.errorText;
    if (reason !== 'net::ERR_ABORTED') complaints.push(`${request.url()}: ${reason}`);
  });
  return { page, complaints };
}
