// What each hosted page weighs for somebody who opens it first: document,
// stylesheet, script and icon; bodies as they are sent, headers not counted.
// The pages of a login and of the own account stay within the budget of the
// login page, long forms and documents within one and a half of it; every page
// of the route table is among those that are weighed.
import assert from 'node:assert/strict';
import { tourOfChanges, tourOfData, tourOfEnd } from './account.mjs';
import { tellAll } from './report.mjs';
import { pageRoutes } from './routes.mjs';
import { tourOfDeadEnds, tourOfFirstLogin, tourOfRefusals, tourOfRegistration } from './tour.mjs';

const MOST_BYTES = 10_240;
const MOST_BYTES_OF_LONG_PAGES = 15_360;
const MOST_REQUESTS = 4;

const opened = new Set();

const weigh = (title, tour, most = MOST_BYTES) => ({
  title,
  async tell(service, window) {
    const documents = documentsOf(window.context);
    const rows = new Map();
    await tour(service, window, async (page, name) => {
      opened.add(new URL(page.url()).pathname);
      const isHosted = page.url().startsWith(service.issuer) && !page.url().startsWith(service.mailbox);
      if (isHosted && !rows.has(name)) rows.set(name, await weighPage(page, name, documents.get(page), most));
    });
    return `${rows.size} pages\n${[...rows.values()].join('\n')}`;
  },
});

/** The request that brought the document that each tab shows. */
function documentsOf(context) {
  const documents = new Map();
  context.on('requestfinished', request => {
    if (request.isNavigationRequest() && !request.redirectedTo()) documents.set(request.frame().page(), request);
  });
  return documents;
}

async function weighPage(page, name, document, most) {
  const sent = (await document.sizes()).responseBodySize;
  const files = await page.$$eval('link[href], script[src], img[src]', all => all.map(element => element.href || element.src));
  const sizes = await Promise.all([...new Set(files)].map(sizeOf));
  const total = sizes.reduce((sum, size) => sum + size, sent);
  const requests = sizes.length + 1;
  assert.ok(total <= most && requests <= MOST_REQUESTS, `“${name}” weighs ${total} bytes in ${requests} requests`);
  return `| ${name} | ${(await document.response()).status()} | ${sent} | ${total} | ${requests} |`;
}

async function sizeOf(url) {
  const reply = await fetch(url, { headers: { 'accept-encoding': 'gzip' } });
  return Number(reply.headers.get('content-length'));
}

await tellAll([
  weigh('the pages of a first login are light', tourOfFirstLogin),
  weigh('forms that come back with words are light', tourOfRefusals),
  weigh('dead ends are light', tourOfDeadEnds),
  weigh('registering and activating are light', tourOfRegistration, MOST_BYTES_OF_LONG_PAGES),
  weigh('the pages of the own account are light', tourOfChanges),
  weigh('services, data and documents are light', tourOfData, MOST_BYTES_OF_LONG_PAGES),
  weigh('the end of an account is light', tourOfEnd),
  { title: 'every page of the route table was opened', tell: everyRouteWasOpened },
]);

async function everyRouteWasOpened() {
  const routes = await pageRoutes();
  const missed = routes.filter(route => ![...opened].some(path => new RegExp(`^${route.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path)));
  assert.deepEqual(missed, [], 'no tour comes to these: add them to one');
  return `${routes.length} routes`;
}
