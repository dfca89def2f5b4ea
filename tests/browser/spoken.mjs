// What a screen reader says of the pages of the main journeys, in each language,
// beside the reviewed files of the folder `spoken`. IDP_TEST_ACCEPT=1 writes
// the files anew: `make spoken`, then read what has changed.
import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tellAll } from './report.mjs';
import { visitStates } from './states.mjs';

const FOLDER = fileURLToPath(new URL('spoken', import.meta.url));
const ACCEPT = process.env.IDP_TEST_ACCEPT === '1';
const LANGUAGES = ['fi', 'sv', 'en'];
const TABS = 2;
const READER = createRequire(import.meta.url).resolve('@guidepup/virtual-screen-reader/browser.js');

const PAGES = [
  // Logging in
  'login', 'login-migration', 'login-empty', 'login-expired', 'password', 'password-wrong', 'password-last-try', 'password-throttled', 'locked',
  // The first login, and a forgotten password
  'link-sent', 'set-password', 'set-password-classes', 'password-done-first', 'forgot', 'forgot-empty', 'forgot-sent', 'link-expired', 'set-password-new', 'password-done',
  // Registration
  'register', 'register-malformed', 'registered', 'registered-too-soon', 'activate', 'activated', 'activation-expired', 'not-activated',
  // Consent and terms
  'consent', 'terms-first', 'terms-new',
  // The own account
  'account', 'account-email-sent', 'own-email', 'own-email-wrong', 'own-password-wrong', 'own-name-empty', 'sessions', 'services', 'own-delete-empty', 'keep-account',
  // Ends
  'logged-out-services', 'failure-not-found', 'failure-fault', 'accessibility', 'cookies',
];

/** What is heard line by line, and where the focus stands when the page has opened. */
async function listen(page) {
  return page.evaluate(async () => {
    const focused = document.activeElement === document.body ? 'nothing' : `#${document.activeElement.id || document.activeElement.className}`;
    const { virtual } = await import('/reader.js');
    await virtual.start({ container: document.body });
    while (await virtual.lastSpokenPhrase() !== 'end of document') await virtual.next();
    const phrases = await virtual.spokenPhraseLog();
    await virtual.stop();
    const { title, documentElement: { lang } } = document;
    return { phrases, head: [`Title: ${title}`, `Language: ${lang}`, `Focus: ${focused}`] };
  });
}

// Screen readers do not say these by themselves.
const isHeard = phrase => !/^(end of )?(paragraph|strong|generic)$/.test(phrase);

/** The transcript of the page, without what all pages have around it; and that. */
async function transcribe(page) {
  const { phrases, head } = await listen(page);
  const heard = phrases.filter(isHeard);
  const [from, to] = [heard.indexOf('main'), heard.indexOf('end of main')];
  assert.ok(from > 0 && to > from, `no main in ${page.url()}`);
  const around = [...heard.slice(0, from), '… the page', ...heard.slice(to + 1)];
  return { transcript: [...head, ...heard.slice(from + 1, to)], around };
}

async function compareOrWrite(language, name, lines) {
  const file = join(FOLDER, language, `${name}.txt`);
  const text = `${lines.join('\n')}\n`;
  if (ACCEPT) return writeFile(file, text);
  const reviewed = await readFile(file, 'utf8').catch(() => '');
  return assert.equal(text, reviewed, `spoken/${language}/${name}.txt differs: run make spoken, and read it`);
}

async function speak(service, window) {
  const files = { '/reader.js': await readFile(READER) };
  const frames = new Map();
  const isWanted = name => PAGES.includes(name.slice(0, -3));
  if (ACCEPT) await rm(FOLDER, { recursive: true, force: true });
  await Promise.all(LANGUAGES.map(language => mkdir(join(FOLDER, language), { recursive: true })));
  const count = await visitStates(window, async (page, state) => {
    const [name, language] = [state.slice(0, -3), state.slice(-2)];
    const { transcript, around } = await transcribe(page);
    await compareOrWrite(language, name, transcript);
    const frame = `${language}/${await page.locator('#log_out').count() ? 'around-a-page-signed-in' : 'around-a-page'}`;
    if (!frames.has(frame)) frames.set(frame, around);
    assert.deepEqual(around, frames.get(frame), `what is said around “${state}” is not what is said around the others`);
  }, { isWanted, tabs: TABS, files });
  assert.equal(count, PAGES.length * LANGUAGES.length, 'every page is in the gallery');
  for (const [frame, lines] of frames) await compareOrWrite(...frame.split('/'), lines);
  return `${count} pages`;
}

await tellAll([{ title: 'what a screen reader says is as it was reviewed', tell: speak }]);
