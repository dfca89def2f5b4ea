// Screenshots for people to look at: every page of the running journey, and
// every state that `cargo test --lib the_gallery_is_written -- --ignored` has
// written as HTML, into target/gallery/*.png.
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inEveryWindow } from './inspect.mjs';
import { tellAll } from './report.mjs';
import { tourOfDeadEnds, tourOfFirstLogin, tourOfRefusals, tourOfRegistration, tourOfSites } from './tour.mjs';

const FOLDER = resolve(fileURLToPath(import.meta.url), '../../../target/gallery');
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
const CALM = { reducedMotion: 'reduce' };

async function take(page, name) {
  const file = name.replaceAll(/[^a-zåäö0-9]+/gi, '-').replaceAll(/^-|-$/g, '');
  await inEveryWindow(page, (width, scheme) => page.screenshot({ path: join(FOLDER, `${file}-${width}-${scheme}.png`), fullPage: true }));
}

const photograph = (title, tour) => ({
  title,
  options: CALM,
  async tell(service, window) {
    const names = new Set();
    await tour(service, window, async (page, name) => {
      if (!names.has(name)) await take(page, `journey ${name}`);
      names.add(name);
    });
    return `${names.size} pages`;
  },
});

/** The written pages with their stylesheet, as the service would send them. */
async function serveFolder() {
  const server = createServer(async (request, reply) => {
    const { pathname } = new URL(request.url, 'http://gallery');
    const body = await readFile(join(FOLDER, pathname)).catch(() => null);
    reply.writeHead(body ? 200 : 404, { 'content-type': TYPES[extname(pathname)] ?? 'text/plain' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function photographStates(service, window) {
  const names = (await readdir(FOLDER)).filter(name => name.endsWith('.html'));
  const server = await serveFolder();
  const page = await window.context.newPage();
  for (const name of names) {
    await page.goto(`http://127.0.0.1:${server.address().port}/${name}`);
    await take(page, `state ${name.replace('.html', '')}`);
  }
  server.close();
  server.closeAllConnections();
  return `${names.length} pages`;
}

await mkdir(FOLDER, { recursive: true });
await tellAll([
  photograph('pictures of a first login', tourOfFirstLogin),
  photograph('pictures of forms that come back with words', tourOfRefusals),
  photograph('pictures of a registration', tourOfRegistration),
  photograph('pictures of the demo sites', tourOfSites),
  photograph('pictures of dead ends', tourOfDeadEnds),
  { title: 'pictures of every state', options: CALM, tell: photographStates },
]);
