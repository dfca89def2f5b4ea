// The pages in the hands of people who use no mouse, or colours of their own:
// where Tab leads and whether that is seen, and what is left when the system
// chooses the colours. `make test-all` does so with every state in both widths.
import assert from 'node:assert/strict';
import { tellAll } from './report.mjs';
import { visitStates } from './states.mjs';

const THOROUGH = process.env.IDP_TEST_THOROUGH === '1';
const WIDTHS = THOROUGH ? [1280, 320] : [320];
const TABS = 2;

/** The pages that have the most to press. */
const CHOSEN = new Set([
  'login', 'password-wrong', 'one-page', 'set-password', 'link-sent', 'locked', 'forgot', 'failure-fault',
  'register', 'register-malformed', 'registered', 'activate-password', 'consent', 'terms-first', 'document', 'cookies', 'accessibility',
  'account', 'account-email-sent', 'own-name', 'own-language', 'own-password', 'own-email-wrong', 'own-delete', 'sessions', 'services', 'data', 'keep-account',
].map(name => `${name}-fi`));
// Mails in frames and files that are taken home have no frame of ours to tab through.
const isOurs = name => !/^(mailbox|data-file|maintenance)/.test(name);
const isWanted = name => isOurs(name) && (THOROUGH || CHOSEN.has(name));

/** What can have the focus, in the order of the document. */
function focusable() {
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), summary, [tabindex="0"]')];
  const isReachable = element => element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true });
  // Of the choices of one question, the arrows lead to the others.
  const isFirstChoice = element => element.type !== 'radio' || element.checked || !document.querySelector(`[name="${element.name}"]:checked`);
  return all.filter(element => isReachable(element) && isFirstChoice(element));
}

function describe(element) {
  return element.id || element.textContent.trim() || element.outerHTML.slice(0, 80);
}

/** Where Tab leads from the first stop of the page, and what is wrong on the way. */
async function walkByTab(page) {
  const expected = await page.evaluate(`(${focusable})().map(${describe})`);
  await page.evaluate(() => document.querySelector('.skip').focus());
  const [stops, wrong] = [[], []];
  for (const [index] of expected.entries()) {
    if (index > 0) await page.keyboard.press('Tab');
    const { what, faults } = await page.evaluate(`(${lookAtFocus})(${describe})`);
    stops.push(what);
    wrong.push(...faults.map(fault => `“${what}” ${fault}`));
  }
  assert.deepEqual(stops, expected, 'Tab follows the order of the document');
  return wrong;
}

function lookAtFocus(name) {
  const element = document.activeElement;
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
  const { top, bottom, left, right, width } = element.getBoundingClientRect();
  const faults = [];
  if (outlineStyle !== 'solid' || parseFloat(outlineWidth) < 3 || outlineColor === 'rgba(0, 0, 0, 0)') faults.push('has no focus ring');
  const isTall = bottom - top > innerHeight;
  if (width <= 1 || (!isTall && (top < -1 || bottom > innerHeight + 1)) || left < -1 || right > innerWidth + 1) faults.push('has the focus out of view');
  return { what: name(element), faults };
}

/** What cannot be told apart when no colour of ours is left. */
function lostWithoutColours() {
  const isSeen = element => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1;
  const hasEdge = element => {
    const { borderBottomStyle, borderBottomWidth, borderBottomColor, backgroundColor } = getComputedStyle(element);
    return borderBottomStyle !== 'none' && parseFloat(borderBottomWidth) >= 1 && borderBottomColor !== backgroundColor;
  };
  const isUnderlined = element => getComputedStyle(element).textDecorationLine.includes('underline');
  const wanted = [...document.querySelectorAll('button, .btn, .input, [aria-invalid=true], .errsum, .notice')].filter(isSeen);
  const lost = wanted.filter(element => !['checkbox', 'radio'].includes(element.type) && !hasEdge(element) && !isUnderlined(element));
  return lost.map(element => `has no edge: ${element.outerHTML.slice(0, 120)}`);
}

const look = check => async (service, window) => {
  const pages = await visitStates(window, async (page, name) => {
    const wrong = await check(page);
    assert.deepEqual(wrong, [], `“${name}”`);
  }, { isWanted, tabs: TABS });
  return `${pages} pages`;
};

await tellAll([
  ...WIDTHS.map(width => ({
    title: `Tab leads through every page in order and in view, ${width} px wide`,
    options: { viewport: { width, height: 640 }, reducedMotion: 'reduce' },
    tell: look(walkByTab),
  })),
  {
    title: 'focus, controls and messages are seen when the system chooses the colours',
    options: { forcedColors: 'active', reducedMotion: 'reduce' },
    tell: look(async page => [...await walkByTab(page), ...await page.evaluate(lostWithoutColours)]),
  },
]);
