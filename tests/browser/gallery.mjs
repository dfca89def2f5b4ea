// Screenshots for people to look at: every page of the running journey, and
// every state that the library's tests have written as HTML, into target/gallery/*.png.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { WINDOWS, asItWas, inEachOf } from './inspect.mjs';
import { tellAll } from './report.mjs';
import { FOLDER, visitStates } from './states.mjs';
import { tourOfDeadEnds, tourOfFirstLogin, tourOfRefusals, tourOfRegistration, tourOfSites } from './tour.mjs';

const CALM = { reducedMotion: 'reduce' };

async function take(page, name) {
  const file = name.replaceAll(/[^a-zåäö0-9]+/gi, '-').replaceAll(/^-|-$/g, '');
  await inEachOf(WINDOWS, page, (width, scheme) => page.screenshot({ path: join(FOLDER, `${file}-${width}-${scheme}.png`), fullPage: true }));
  await asItWas(page);
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

async function photographStates(service, window) {
  const count = await visitStates(window, (page, name) => take(page, `state ${name}`));
  return `${count} pages`;
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
