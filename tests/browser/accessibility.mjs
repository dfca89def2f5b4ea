// Every page of the running service under axe, in narrow and wide windows,
// light and dark; and what the first view weighs.
import assert from 'node:assert/strict';
import { inspect } from './inspect.mjs';
import { Person } from './person.mjs';
import { tellAll } from './report.mjs';
import { tourOfDeadEnds, tourOfFirstLogin, tourOfRefusals, tourOfRegistration, tourOfSites } from './tour.mjs';

const MOST_BYTES = 10_000;
const MOST_REQUESTS = 4;

// No transitions: colours are looked at right after the scheme has changed.
const walk = (title, tour, options) => ({ title, options: { reducedMotion: 'reduce', ...options }, tell: (service, window) => countPages(service, window, tour) });

async function countPages(service, window, tour) {
  let pages = 0;
  await tour(service, window, async (page, name) => {
    pages += 1;
    await inspect(page, name);
  });
  return `${pages} pages, each in 4 windows`;
}

/**
 * All that Chromium fetches for the login page of a first visit: document,
 * stylesheet, script and icon; bodies as they are sent, headers not counted.
 */
async function weighFirstView(service, window) {
  const person = await Person.sit(service, window);
  await person.openService();
  const link = await person.page.getAttribute('#sign_in', 'href');
  const replies = [];
  person.page.on('requestfinished', request => replies.push(request));
  await person.page.goto(new URL(link, service.eservice).href, { waitUntil: 'networkidle' });
  const icon = await person.page.getAttribute('link[rel=icon]', 'href');
  const parts = await Promise.all(replies.filter(isView).map(weigh));
  const iconUrl = new URL(icon, service.issuer).href;
  if (!parts.some(part => part.url === iconUrl)) parts.push(await fetchIcon(iconUrl));
  const total = parts.reduce((sum, part) => sum + part.bytes, 0);
  const told = parts.map(({ url, bytes }) => `${new URL(url).pathname.split('/').pop()} ${bytes}`).join(', ');
  assert.ok(total <= MOST_BYTES && parts.length <= MOST_REQUESTS, `${total} bytes in ${parts.length} requests: ${told}`);
  return `${total} bytes in ${parts.length} requests (${told})`;

  function isView(request) {
    return request.url().startsWith(service.issuer) && !request.redirectedTo();
  }
}

async function weigh(request) {
  return { url: request.url(), bytes: (await request.sizes()).responseBodySize };
}

/** Headless Chromium shows no tab and fetches no icon for it; others do. */
async function fetchIcon(url) {
  const reply = await fetch(url, { headers: { 'accept-encoding': 'gzip' } });
  return { url, bytes: Number(reply.headers.get('content-length')) };
}

await tellAll([
  walk('the pages of a first login are accessible', tourOfFirstLogin),
  walk('forms that come back with words are accessible', tourOfRefusals),
  walk('registering and activating are accessible', tourOfRegistration),
  walk('the demo sites are accessible', tourOfSites),
  walk('dead ends are accessible', tourOfDeadEnds),
  walk('the pages of a first login are accessible in Swedish', tourOfFirstLogin, { locale: 'sv-FI' }),
  walk('dead ends are accessible in English', tourOfDeadEnds, { locale: 'en-GB' }),
  { title: 'the first view is light', tell: weighFirstView },
]);
