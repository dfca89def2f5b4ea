// Every page in every state and language, as `the_gallery_is_written` of the
// library's tests writes them into target/gallery, served as the service would.
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const FOLDER = resolve(fileURLToPath(import.meta.url), '../../../target/gallery');
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
const EMPTY_LETTER = '<!doctype html>';

/** Calls `look(page, name)` with each page; tells how many there were. */
export async function visitStates(window, look) {
  const names = (await readdir(FOLDER)).filter(name => name.endsWith('.html'));
  if (names.length === 0) throw new Error(`no pages in ${FOLDER}`);
  const server = createServer(reply).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const page = await window.context.newPage();
  try {
    for (const name of names) {
      await page.goto(`http://127.0.0.1:${server.address().port}/${name}`);
      await look(page, name.replace('.html', ''));
    }
  } finally {
    server.close();
    server.closeAllConnections();
  }
  return names.length;
}

async function reply(request, response) {
  const { pathname } = new URL(request.url, 'http://gallery');
  const body = pathname.startsWith('/dev/mail/') ? EMPTY_LETTER : await readFile(join(FOLDER, pathname)).catch(() => null);
  response.writeHead(body === null ? 404 : 200, { 'content-type': TYPES[extname(pathname)] ?? TYPES['.html'] }).end(body);
}
