// node-oidc-provider set up as the service is: the same client, people, hash,
// algorithm and lifetimes, no consent page. Its stores are in memory.
// Environment: PORT, KEYS (a file that holds the keys from the first start on).
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import argon2 from 'argon2';
import { Provider } from 'oidc-provider';

const PORT = Number(process.env.PORT);
const SECRET = 'bench-secret-0123456789abcdef0123456789';
const PASSWORD = 'Password-12345!';
const USERS = 100;
const RESOURCE = 'urn:bench:api';

function keys() {
  try {
    return JSON.parse(fs.readFileSync(process.env.KEYS));
  } catch {
    const jwk = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
    const set = { keys: [{ ...jwk, kid: 'es256', alg: 'ES256', use: 'sig' }] };
    fs.writeFileSync(process.env.KEYS, JSON.stringify(set), { mode: 0o600 });
    return set;
  }
}

// One digest for everybody: verifying costs the same as with one each.
const digest = await argon2.hash(PASSWORD, { type: argon2.argon2id, memoryCost: 19456, timeCost: 2, parallelism: 1 });
const isUser = (name) => /^user\d+$/.test(name) && Number(name.slice(4)) < USERS;

// The adapter that comes with the provider forgets beyond 1000 entries.
const store = new Map();
const grants = new Map();
class Memory {
  constructor(model) {
    this.model = model;
  }

  key(id) {
    return `${this.model}:${id}`;
  }

  async upsert(id, payload) {
    if (this.model === 'Session') store.set(`uid:${payload.uid}`, id);
    if (payload.grantId) {
      const issued = grants.get(payload.grantId);
      if (issued) issued.push(this.key(id));
      else grants.set(payload.grantId, [this.key(id)]);
    }
    store.set(this.key(id), payload);
  }

  async find(id) {
    return store.get(this.key(id));
  }

  async findByUid(uid) {
    return this.find(store.get(`uid:${uid}`));
  }

  async findByUserCode() {}

  async destroy(id) {
    store.delete(this.key(id));
  }

  async revokeByGrantId(grantId) {
    (grants.get(grantId) ?? []).forEach((key) => store.delete(key));
    grants.delete(grantId);
  }

  async consume(id) {
    store.get(this.key(id)).consumed = Math.floor(Date.now() / 1000);
  }
}

const provider = new Provider(`http://127.0.0.1:${PORT}`, {
  adapter: Memory,
  jwks: keys(),
  clients: [
    {
      client_id: 'bench',
      client_secret: SECRET,
      redirect_uris: ['http://127.0.0.1:9999/cb'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      id_token_signed_response_alg: 'ES256',
    },
    {
      client_id: 'bench-cc',
      client_secret: SECRET,
      redirect_uris: [],
      grant_types: ['client_credentials'],
      response_types: [],
      id_token_signed_response_alg: 'ES256',
    },
  ],
  cookies: { keys: [SECRET] },
  scopes: ['openid', 'offline_access', 'rt'],
  claims: {
    openid: ['sub'],
    profile: ['name', 'given_name', 'family_name', 'preferred_username'],
    email: ['email', 'email_verified'],
  },
  findAccount: async (ctx, id) => ({
    accountId: id,
    claims: async () => ({
      sub: id,
      name: 'Ursula User',
      given_name: 'Ursula',
      family_name: 'User',
      preferred_username: id,
      email: `${id}@example.test`,
      email_verified: true,
    }),
  }),
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: (ctx, client) => (client.clientId === 'bench-cc' ? RESOURCE : undefined),
      getResourceServerInfo: () => ({
        scope: 'bench',
        audience: RESOURCE,
        accessTokenTTL: 600,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
  rotateRefreshToken: true,
  issueRefreshToken: async (ctx, client, code) => client.grantTypeAllowed('refresh_token') && code.scopes.has('rt'),
  pkce: { required: () => true },
  ttl: {
    AccessToken: 600,
    AuthorizationCode: 60,
    ClientCredentials: 600,
    Grant: 86400,
    IdToken: 600,
    Interaction: 3600,
    RefreshToken: 86400,
    Session: 43200,
  },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  loadExistingGrant: async (ctx) => {
    const { client, result, session } = ctx.oidc;
    const known = result?.consent?.grantId || session.grantIdFor(client.clientId);
    if (known) return ctx.oidc.provider.Grant.find(known);
    const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope('openid profile email rt offline_access');
    await grant.save();
    return grant;
  },
});
provider.on('server_error', (ctx, error) => console.error(error));

const page = (uid) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign in</title></head><body>
<form method="post" action="/interaction/${uid}"><label>User <input name="username"></label>
<label>Password <input type="password" name="password"></label><button>Sign in</button></form></body></html>`;

async function interaction(request, response) {
  const { uid } = await provider.interactionDetails(request, response);
  if (request.method === 'GET') {
    response.setHeader('content-type', 'text/html');
    return response.end(page(uid));
  }
  let body = '';
  for await (const chunk of request) body += chunk;
  const form = new URLSearchParams(body);
  const username = form.get('username') ?? '';
  if (!isUser(username) || !(await argon2.verify(digest, form.get('password') ?? ''))) {
    response.statusCode = 401;
    return response.end(page(uid));
  }
  const result = { login: { accountId: username } };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const callback = provider.callback();
http
  .createServer((request, response) => {
    if (!request.url.startsWith('/interaction/')) return callback(request, response);
    return interaction(request, response).catch((error) => {
      console.error(error);
      response.statusCode = 500;
      response.end('error');
    });
  })
  .listen(PORT, '127.0.0.1');
