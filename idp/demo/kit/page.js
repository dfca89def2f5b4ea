// When somebody comes back to this tab: does it still show the account that is
// signed in? Another tab may have logged out or changed it meanwhile.
const shown = document.body.dataset.session;
const banner = document.getElementById('elsewhere');

async function look() {
  if (!shown || !banner.hidden) return;
  const reply = await fetch('/session', { cache: 'no-store' }).catch(() => null);
  if (!reply?.ok) return;
  const { mark, due } = await reply.json();
  if (mark !== shown) {
    banner.querySelector(mark ? '[data-when=changed]' : '[data-when=ended]').hidden = false;
    banner.hidden = false;
  } else if (due) {
    location.reload();
  }
}

addEventListener('focus', look);
addEventListener('pageshow', event => { if (event.persisted) look(); });
document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });
