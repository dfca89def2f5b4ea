// Stories and what became of them: one `ok` or `not ok` line each.
import { Service } from './service.mjs';
import { launch, openWindow } from './chromium.mjs';

/**
 * Tells each story with a service and a browser of its own. A story is
 * `{ title, options, tell }`; `tell(service, window)` throws when it breaks,
 * and may return a line to print beside its title.
 */
export async function tellAll(stories) {
  const [, , binary, only = ''] = process.argv;
  const browser = await launch();
  let failures = 0;
  for (const story of stories.filter(({ title }) => title.includes(only))) {
    const service = await Service.start(binary);
    const window = await openWindow(browser, story.options);
    try {
      const told = await story.tell(service, window);
      if (window.complaints.length > 0) throw new Error(`the browser complained:\n${window.complaints.join('\n')}`);
      console.log(`ok ${story.title}${told ? `: ${told}` : ''}`);
    } catch (error) {
      failures += 1;
      const at = window.context.pages().map(page => page.url().split('?')[0]).join(' ');
      console.log(`not ok ${story.title}\n${indent(`${error.stack}\nat ${at}`)}`);
    } finally {
      await window.context.close();
      await service.stop();
    }
  }
  await browser.close();
  process.exitCode = failures > 0 ? 1 : 0;
}

function indent(text) {
  return text.replaceAll(/^/gm, '    ');
}
