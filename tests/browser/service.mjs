// Starts `idp dev` as a fixture and speaks to its mailbox and clock.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 60_000;

/** A running development service on a data directory of its own. */
export async function startService(binary) {
  const data = mkdtempSync(join(tmpdir(), 'idp-browser-'));
  const port = await freePort();
  const args = ['dev', '--listen', `127.0.0.1:${port}`, '--data', data, '--ready-json'];
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const told = [];
  createInterface({ input: child.stderr }).on('line', line => told.push(line));
  const ended = new Promise(resolve => child.once('exit', resolve));
  const ready = await Promise.race([
    new Promise(resolve => createInterface({ input: child.stdout }).once('line', resolve)),
    ended.then(code => { throw new Error(`idp dev ended with ${code}: ${told.join('\n')}`); }),
    pause(PATIENCE_MS).then(() => { throw new Error(`idp dev is not ready: ${told.join('\n')}`); }),
  ]);
  const { issuer, clients, users } = JSON.parse(ready);
  return {
    issuer,
    eservice: clients[0].url,
    users,
    mailLink: address => mailLink(issuer, address),
    advance: step => advance(issuer, step),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** The link in the newest mail to `address`, once there is one besides `known`. */
async function mailLink(issuer, address, known = []) {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const mails = await (await fetch(`${issuer}/dev/mail/messages.json`)).json();
    const links = mails.filter(mail => mail.to.includes(address)).flatMap(mail => mail.links);
    const fresh = links.find(link => link.includes('/password/set') && !known.includes(link));
    if (fresh) return fresh;
    await pause(50);
  }
  throw new Error(`no mail to ${address}`);
}

async function advance(issuer, step) {
  const body = JSON.stringify({ advance: step });
  const answer = await fetch(`${issuer}/dev/clock`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (!answer.ok) throw new Error(`the clock does not move: ${answer.status}`);
}

function freePort() {
  return new Promise(resolve => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
