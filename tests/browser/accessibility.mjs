// Every page of the running service under axe, in narrow and wide windows,
// light and dark, and every written state of every page besides.
import { WINDOWS, inspect, inspectLargeText, inspectLoaded, loadAxe } from './inspect.mjs';
import { tellAll } from './report.mjs';
import { inOneDocument, visitStates } from './states.mjs';
import { tourOfDeadEnds, tourOfFirstLogin, tourOfRefusals, tourOfRegistration, tourOfSites } from './tour.mjs';

const TABS = 2;

// A page that several tours come to is looked at once in each language.
const seen = new Set();

// No transitions: colours are looked at right after the scheme has changed.
const walk = (title, tour, options) => ({ title, options: { reducedMotion: 'reduce', ...options }, tell: (service, window) => countPages(service, window, tour, options?.locale) });

async function countPages(service, window, tour, locale = 'fi-FI') {
  let pages = 0;
  await tour(service, window, async (page, name) => {
    const key = `${locale} ${name}`;
    if (seen.has(key)) return;
    seen.add(key);
    pages += 1;
    await inspect(page, name);
  });
  return `${pages} pages, each in 4 windows`;
}

// `make test-all` looks at every state in every window. Otherwise Finnish is seen
// in two, one of each width and scheme, and the other languages in one.
const THOROUGH = process.env.IDP_TEST_THOROUGH === '1';
const windowsFor = name => {
  if (THOROUGH) return WINDOWS;
  return name.endsWith('-fi') ? [WINDOWS[0], WINDOWS[3]] : [WINDOWS[3]];
};

async function inspectStates(service, window) {
  let runs = 0;
  const pages = await visitStates(window, async (page, name) => {
    const windows = windowsFor(name);
    runs += windows.length;
    await inspectLoaded(page, name, windows);
    await inspectLargeText(page, name);
  }, { tabs: TABS, open: inOneDocument(loadAxe) });
  return `${pages} pages, ${runs} runs of axe`;
}

await tellAll([
  walk('the pages of a first login are accessible', tourOfFirstLogin),
  walk('forms that come back with words are accessible', tourOfRefusals),
  walk('registering and activating are accessible', tourOfRegistration),
  walk('the demo sites are accessible', tourOfSites),
  walk('dead ends are accessible', tourOfDeadEnds),
  walk('the pages of a first login are accessible in Swedish', tourOfFirstLogin, { locale: 'sv-FI' }),
  walk('dead ends are accessible in English', tourOfDeadEnds, { locale: 'en-GB' }),
  { title: 'every state of every page is accessible in every language', options: { reducedMotion: 'reduce' }, tell: inspectStates },
]);
