// The addresses of pages, as the route tables of `idp/web` have them.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

const TABLES = ['../../idp/web/mod.rs', '../../idp/web/dev/mod.rs'];

/** What answers a GET with something else than a page, or with one that `idp dev` never comes to. */
const OTHERWISE = {
  '/.well-known/openid-configuration': 'JSON',
  '/.well-known/oauth-authorization-server': 'JSON',
  '/jwks.json': 'JSON',
  '/assets/{hash}/{file}': 'files',
  '/live': 'text',
  '/ready': 'text',
  '/userinfo': 'JSON',
  '/authorize': 'leads on',
  '/authorize/resume': 'leads on',
  '/account/data/file.html': 'a file that is saved; its states are in the gallery',
  '/account/data/file.json': 'a file that is saved',
  '/login/terms': 'the terms of the demo are old; its states are in the gallery',
  '/town': 'text',
  '/dev/mail/messages.json': 'JSON',
  '/dev/mail/{id}/html': 'the letter in the frame of its page',
  '/dev/clock': 'JSON',
};

/** Every route that answers a GET with a page. */
export async function pageRoutes() {
  const sources = await Promise.all(TABLES.map(table => readFile(new URL(table, import.meta.url), 'utf8')));
  const routes = sources.flatMap(source => [...source.matchAll(/\.route\(\s*"([^"]+)",\s*(\w+)\(/g)]);
  const readable = routes.filter(([, , method]) => method === 'get').map(([, path]) => path);
  assert.ok(readable.length > 40, `only ${readable.length} routes were found`);
  const gone = Object.keys(OTHERWISE).filter(path => !readable.includes(path));
  assert.deepEqual(gone, [], 'these are no routes any more');
  return readable.filter(path => !(path in OTHERWISE));
}
