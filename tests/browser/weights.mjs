// What each hosted page weighs for somebody who opens it first: document,
// stylesheet, script and icon; bodies as they are sent, headers not counted.
// Every page stays within the budget of the login page.
import assert from 'node:assert/strict';
import { tellAll } from './report.mjs';
import { tourOfDeadEnds, tourOfFirstLogin, tourOfRefusals } from './tour.mjs';

const MOST_BYTES = 10_240;
const MOST_REQUESTS = 4;

const weigh = (title, tour) => ({
  title,
  async tell(service, window) {
    const documents = documentsOf(window.context);
    const rows = new Map();
    await tour(service, window, async (page, name) => {
      const isHosted = page.url().startsWith(service.issuer) && !page.url().startsWith(service.mailbox);
      if (isHosted && !rows.has(name)) rows.set(name, await weighPage(page, name, documents.get(page)));
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

async function weighPage(page, name, document) {
  const sent = (await document.sizes()).responseBodySize;
  const files = await page.$$eval('link[href], script[src], img[src]', all => all.map(element => element.href || element.src));
  const sizes = await Promise.all([...new Set(files)].map(sizeOf));
  const total = sizes.reduce((sum, size) => sum + size, sent);
  const requests = sizes.length + 1;
  assert.ok(total <= MOST_BYTES && requests <= MOST_REQUESTS, `“${name}” weighs ${total} bytes in ${requests} requests`);
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
]);
