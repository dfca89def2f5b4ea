// Every page in every state and language, as the library's test
// `the_gallery_is_written` writes them into target/gallery, served as the
// service would.
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const FOLDER = resolve(fileURLToPath(import.meta.url), '../../../target/gallery');
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
const EMPTY = '<!doctype html>';
// What the script of the pages leaves behind is thrown away now and then.
const STATES_IN_ONE_DOCUMENT = 50;

/**
 * Calls `look(page, name)` with each state that is wanted, in as many tabs at a
 * time as `tabs` says; tells how many there were. `open(page, origin, name)`
 * shows a state; `files` are served besides, by path.
 */
export async function visitStates(window, look, { isWanted = () => true, tabs = 1, files = {}, open = goTo } = {}) {
  const names = (await readdir(FOLDER)).filter(name => name.endsWith('.html')).map(name => name.replace('.html', '')).filter(isWanted);
  if (names.length === 0) throw new Error(`no pages in ${FOLDER}`);
  const server = createServer((request, response) => reply(request, response, files)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const left = names.values();
  const work = async () => {
    const page = await window.context.newPage();
    for (const name of left) {
      await open(page, `http://127.0.0.1:${server.address().port}`, name);
      await look(page, name);
    }
  };
  try {
    await Promise.all(Array.from({ length: tabs }, work));
  } finally {
    server.close();
    server.closeAllConnections();
  }
  return names.length;
}

function goTo(page, origin, name) {
  return page.goto(`${origin}/${name}.html`);
}

/**
 * Shows states one after another in the same document, where what `prepare`
 * has put beside them stays: loading it anew takes longer than looking. Only
 * the focus does not move as it does when a page opens.
 */
export function inOneDocument(prepare) {
  const shown = new Map();
  return async (page, origin, name) => {
    const count = shown.get(page) ?? 0;
    shown.set(page, count + 1);
    if (count % STATES_IN_ONE_DOCUMENT === 0) {
      await page.goto(`${origin}/empty`);
      await prepare(page);
    }
    await page.evaluate(replaceDocument, name);
  };
}

async function replaceDocument(name) {
  const html = await (await fetch(`/${name}.html`)).text();
  const next = new DOMParser().parseFromString(html, 'text/html').documentElement;
  document.replaceChild(document.adoptNode(next), document.documentElement);
  document.adoptedStyleSheets = [];
  const sheets = [...document.querySelectorAll('link[rel=stylesheet]')].filter(({ sheet }) => !sheet);
  await Promise.all(sheets.map(link => new Promise((loaded, failed) => Object.assign(link, { onload: loaded, onerror: failed }))));
  for (const { src } of document.querySelectorAll('script[src]')) await import(`${src}?${name}`);
  scrollTo(0, 0);
}

async function reply(request, response, files) {
  const { pathname } = new URL(request.url, 'http://gallery');
  // Files that stand by themselves name no icon, and the browser asks for one.
  const isEmpty = ['/empty', '/favicon.ico'].includes(pathname) || pathname.startsWith('/dev/mail/');
  const body = files[pathname] ?? (isEmpty ? EMPTY : await readFile(join(FOLDER, pathname)).catch(() => null));
  response.writeHead(body === null ? 404 : 200, { 'content-type': TYPES[extname(pathname)] ?? TYPES['.html'] }).end(body);
}
