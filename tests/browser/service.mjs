// The service under test: `idp dev` on a free port of the loopback, with a data
// directory that goes away with it.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * A port that nobody listens on, below those that the system hands out to
 * outgoing connections: none of them takes it before the service listens.
 */
async function freePort() {
  for (;;) {
    const port = randomInt(12_000, 16_000);
    const server = createServer().listen(port, '127.0.0.1');
    const taken = await once(server, 'listening').then(() => false, () => true);
    if (taken) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

export class Service {
  static async start(binary) {
    const data = await mkdtemp(join(tmpdir(), 'idp-browser-'));
    const listen = `127.0.0.1:${await freePort()}`;
    const child = spawn(binary, ['dev', '--ready-json', '--listen', listen, '--data', data]);
    const service = new Service();
    Object.assign(service, { child, data, log: '' });
    child.stderr.on('data', text => { service.log += text; });
    const ready = once(createInterface({ input: child.stdout }), 'line');
    const ended = once(child, 'exit').then(([code, signal]) => {
      throw new Error(`idp dev ended with ${code ?? signal} before it was ready:\n${service.log}`);
    });
    ended.catch(() => {});
    const [line] = await Promise.race([ready, ended]);
    const { issuer, clients, mailbox } = JSON.parse(line);
    const at = id => clients.find(({ client_id }) => client_id === id).url;
    const sites = { eservice: at('eservice'), portal: at('portal'), kodinportaali: at('kodinportaali'), neighbours: at('neighbours') };
    return Object.assign(service, { issuer, mailbox, ...sites });
  }

  /** Moves the clock of the service and of the demo sites, by an ISO 8601 duration. */
  async advance(duration) {
    const body = JSON.stringify({ advance: duration });
    const reply = await fetch(`${this.issuer}/dev/clock`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    if (!reply.ok) throw new Error(`the clock did not move: ${reply.status}`);
  }

  /** All mails to `address`, the newest first. */
  async mailsTo(address) {
    const mails = await (await fetch(`${this.mailbox}/messages.json`)).json();
    return mails.filter(mail => mail.to.includes(address));
  }

  /** The newest mail to `address`, when there are `count` of them. */
  async mail(address, count = 1) {
    for (const deadline = Date.now() + 15_000; Date.now() < deadline;) {
      const mails = await this.mailsTo(address);
      if (mails.length >= count) return mails[0];
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error(`mail ${count} to ${address} did not come:\n${this.log}`);
  }

  /** What the log-out notices did that a demo site got, when there are `count` of them. */
  async noticesAt(site, count) {
    for (const deadline = Date.now() + 15_000; Date.now() < deadline;) {
      const page = await (await fetch(`${site}/deliveries`)).text();
      const effects = page.match(/(?<=<strong>)[^<]*/g) ?? [];
      if (effects.length >= count) return effects;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error(`log-out notice ${count} did not come to ${site}:\n${this.log}`);
  }

  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGTERM');
      await once(this.child, 'exit');
    }
    await rm(this.data, { recursive: true, force: true });
  }
}
