// One login from a service to the provider and back, on a slow line and a slow
// machine: 400 ms to the server, 50 kB a second, a processor slowed to a fourth.
// How many bytes it takes is held; how long it took is told.
import assert from 'node:assert/strict';
import { ERKKI, Person } from './person.mjs';
import { tellAll } from './report.mjs';

const MOST_BYTES = 60_000;
const LINE = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const CPU_SLOWDOWN = 4;

/** Slows a tab down, and counts what comes over its line. */
async function slowDown(page) {
  const session = await page.context().newCDPSession(page);
  const line = { bytes: 0, requests: 0 };
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    line.bytes += encodedDataLength;
    line.requests += 1;
  });
  await session.send('Network.enable');
  await session.send('Network.clearBrowserCache');
  await session.send('Network.emulateNetworkConditions', LINE);
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  return line;
}

const stories = {
  async 'a login over a slow line is light'(service, window) {
    const owner = await Person.sit(service, window);
    await owner.setFirstPassword(ERKKI);
    await window.context.clearCookies();
    const visitor = await owner.otherTab();
    const line = await slowDown(visitor.page);
    const began = Date.now();
    await visitor.beginLogin();
    await visitor.logIn(ERKKI);
    await visitor.seesOwnService(ERKKI);
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    assert.ok(line.requests > 0 && line.bytes > 0, 'something came over the line');
    assert.ok(line.bytes <= MOST_BYTES, `${line.bytes} bytes, ${MOST_BYTES} are the most`);
    return `${line.bytes} bytes in ${line.requests} requests, ${seconds} s`;
  },
};

await tellAll(Object.entries(stories).map(([title, tell]) => ({ title, tell })));
