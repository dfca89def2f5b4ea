// A browser app on oidc-client-ts, served as static files: a public client,
// which keeps its tokens for as long as the tab is open.
const { oidc } = window;
const { issuer, clientId } = await (await fetch('/settings.json')).json();

const users = new oidc.UserManager({
  authority: issuer,
  client_id: clientId,
  redirect_uri: `${location.origin}/callback`,
  post_logout_redirect_uri: `${location.origin}/logged-out`,
  scope: 'openid profile email offline_access',
  loadUserInfo: true,
  automaticSilentRenew: false,
  userStore: new oidc.WebStorageStateStore({ store: sessionStorage }),
});

async function finishLogin() {
  // The library leaves this to us [RFC 9207].
  if (new URLSearchParams(location.search).get('iss') !== issuer) throw new Error('the answer comes from another issuer');
  await users.signinRedirectCallback();
  history.replaceState(null, '', '/');
}

async function show() {
  const user = await users.getUser();
  document.getElementById('account').textContent = user ? `${user.profile.name} (${user.profile.email})` : '';
  document.documentElement.dataset.ready = user?.access_token ?? 'nobody';
}

/** Does `action` now or at the click, and tells when it fails. */
const attempt = action => async () => {
  try {
    await action();
    await show();
  } catch (error) {
    document.getElementById('problem').textContent = error.message;
  }
};

document.getElementById('sign_in').onclick = attempt(() => users.signinRedirect({ nonce: crypto.randomUUID() }));
document.getElementById('renew').onclick = attempt(() => users.signinSilent());
document.getElementById('sign_out').onclick = attempt(() => users.signoutRedirect());

const arrivals = { '/callback': finishLogin, '/logged-out': () => users.signoutRedirectCallback() };
await attempt(arrivals[location.pathname] ?? (() => {}))();
window.users = users;
