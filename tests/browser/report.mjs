// Stories and what became of them: one `ok` or `not ok` line each.
import { pathToFileURL } from 'node:url';
import { Service } from './service.mjs';
import { launchChromium, openWindow } from './browser.mjs';

/**
 * Tells each story with a service and a window of its own. A story is
 * `{ title, options, tell }`; `tell(service, window)` throws when it breaks,
 * and may return a line to print beside its title.
 */
export async function tellAll(stories, launch = launchChromium) {
  const [, , binary, only = ''] = process.argv;
  const browser = await launch();
  let failures = 0;
  for (const story of stories.filter(({ title }) => title.includes(only))) {
    const isBroken = await tellOne(story, binary, browser);
    if (isBroken) failures += 1;
  }
  await browser.close();
  process.exitCode = failures > 0 ? 1 : 0;
}

async function tellOne({ title, options, tell }, binary, browser) {
  let service;
  let window;
  try {
    service = await Service.start(binary);
    window = await openWindow(browser, options);
    const told = await tell(service, window);
    if (window.complaints.length > 0) throw new Error(`the browser complained:\n${window.complaints.join('\n')}`);
    console.log(`ok ${title}${told ? `: ${told}` : ''}`);
    return false;
  } catch (error) {
    const at = window?.context.pages().map(page => page.url().split('?')[0]).join(' ') ?? 'no page';
    console.log(`not ok ${title}\n${indent(`${error.stack}\nat ${at}`)}`);
    return true;
  } finally {
    await window?.context.close();
    await service?.stop();
  }
}

/** Whether the script with this `import.meta.url` was started, not imported. */
export function isStarted(url) {
  return url === pathToFileURL(process.argv[1]).href;
}

function indent(text) {
  return text.replaceAll(/^/gm, '    ');
}
