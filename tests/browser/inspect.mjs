// What every page has to be, wide and narrow, light and dark: accessible by
// axe's rules up to contrast AAA, and never wider than the window.
import assert from 'node:assert/strict';
import axe from 'axe-core';

/** Width in CSS pixels and colour scheme. */
export const WINDOWS = [[1280, 'light'], [1280, 'dark'], [320, 'light'], [320, 'dark']];

const RULES = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice', 'wcag2aaa'],
  // What has the contrast of level AAA has that of level AA.
  rules: { 'color-contrast-enhanced': { enabled: true }, 'color-contrast': { enabled: false }, 'target-size': { enabled: true } },
  resultTypes: ['violations'],
};

/** Calls `look(width, scheme)` with the page in each of `windows`. */
export async function inEachOf(windows, page, look) {
  for (const [width, scheme] of windows) {
    await page.setViewportSize({ width, height: width === 320 ? 640 : 860 });
    await page.emulateMedia({ colorScheme: scheme });
    await look(width, scheme);
  }
}

/** The window as it was when the page opened. */
export async function asItWas(page) {
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Loads axe beside what the page has. */
export function loadAxe(page) {
  return page.evaluate(axe.source);
}

/** Throws with all that is wrong with a page that somebody is at. */
export async function inspect(page, name) {
  await loadAxe(page);
  await inspectLoaded(page, name, WINDOWS);
  await asItWas(page);
}

/** The same of a page that has axe; the window stays as it was last. */
export async function inspectLoaded(page, name, windows) {
  const wrong = await page.evaluate(wrongInDocument);
  const closed = page.locator('details:not([open]) > summary');
  while (await closed.count() > 0) await closed.first().click();
  await inEachOf(windows, page, async (width, scheme) => {
    const { violations } = await page.evaluate(rules => globalThis.axe.run(document, rules), RULES);
    const found = violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html} ${node.failureSummary}`));
    const wide = await page.evaluate(tooWide);
    wrong.push(...[...found, ...wide].map(problem => `${width} px, ${scheme}: ${problem}`));
  });
  assert.deepEqual(wrong, [], `“${name}” at ${page.url().split('?')[0]}`);
}

/**
 * Throws when the page at twice the size of text [WCAG 2.2, 1.4.4], or with the
 * spacing that a reader may ask for [1.4.12], is wider than its window.
 */
export async function inspectLargeText(page, name) {
  for (const [width, css] of [
    [640, ':root { font-size: 200% }'],
    [320, '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }'],
  ]) {
    await page.setViewportSize({ width, height: 860 });
    await page.evaluate(wanted => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(wanted);
      document.adoptedStyleSheets = [sheet];
    }, css);
    assert.deepEqual(await page.evaluate(tooWide), [], `“${name}” with ${css}`);
  }
}

/** What axe does not look at. */
function wrongInDocument() {
  const wrong = [];
  const { documentElement: root, title } = document;
  if (!['fi', 'sv', 'en'].includes(root.lang)) wrong.push(`lang is “${root.lang}”`);
  const [, heading] = title.match(/^(?:(?:Virhe|Fel|Error): )?(.+) – .+$/) ?? [];
  if (!heading) wrong.push(`the title “${title}” does not name page and service`);
  if (document.querySelectorAll('h1').length !== 1) wrong.push('there is not one h1');
  if (document.querySelector('[style]')) wrong.push('there is an inline style');
  const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
  if (new Set(ids).size !== ids.length) wrong.push('an id occurs twice');
  return wrong;
}

function tooWide() {
  // The longest name that anybody has takes a little over half.
  if (document.querySelector('header')?.offsetHeight > innerHeight * 0.6) return ['the header leaves too little of the window'];
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const all = [...document.querySelectorAll('body *')];
  const wide = all.filter(element => element.getBoundingClientRect().right > innerWidth + 0.5 && !element.closest('.vh'));
  return wide.slice(0, 5).map(element => `wider than the window: ${element.outerHTML.slice(0, 160)}`);
}
