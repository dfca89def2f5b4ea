// Progressive enhancement only: every page works when this file never loads.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (selector, root = document) => root.querySelector(selector);

// Current browsers honour the attribute on any element; this is for the others.
one('[autofocus]')?.focus();

// Reveal a password. It is always posted as type=password.
for (const button of all('[data-reveal]')) {
  const input = document.getElementById(button.getAttribute('aria-controls'));
  const { show, hide, showLabel, hideLabel, on, off } = button.dataset;
  const reveal = shown => {
    input.type = shown ? 'text' : 'password';
    one('[data-text]', button).textContent = shown ? hide : show;
    button.setAttribute('aria-label', shown ? hideLabel : showLabel);
    one('[data-say]', button.parentNode).textContent = shown ? on : off;
  };
  button.hidden = false;
  button.addEventListener('click', () => reveal(input.type === 'password'));
  input.form.addEventListener('submit', () => { input.type = 'password'; });
}

// Check a new password against the rules while it is typed. The server prints
// the rules as data-min and data-re, and judges again.
for (const rules of all('[data-policy]')) {
  const input = document.getElementById(rules.dataset.policy);
  const says = one(`[data-policy-say="${rules.id}"]`);
  const rows = all('li', rules);
  let timer;
  const check = () => {
    const password = input.value.normalize('NFC');
    let met = 0;
    for (const row of rows) {
      const { min, re } = row.dataset;
      const good = min ? [...password].length >= Number(min) : new RegExp(re, 'u').test(password);
      met += good;
      row.dataset.ok = good ? '1' : '';
      one('[data-state]', row).textContent = good ? rules.dataset.met : rules.dataset.unmet;
    }
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (password) says.textContent = says.dataset.format.replace('{n}', met).replace('{m}', rows.length);
    }, 900);
  };
  input.addEventListener('input', check);
  if (input.value) check();
}

// An empty town is filled in.
for (const form of all('[data-town]')) {
  const [code, town] = all('input', form).slice(-2);
  code.addEventListener('change', async () => {
    const found = await fetch(form.dataset.town + code.value);
    const name = await found.text();
    if (!found.ok || town.value) return;
    town.value = name;
    // What is typed now takes its place.
    if (document.activeElement === town) town.select();
  });
}

// One submit per click, without disabling the button.
for (const form of all('form[method=post]')) {
  form.addEventListener('submit', event => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = '1';
    setTimeout(() => delete form.dataset.sent, 4000);
  });
}
addEventListener('pageshow', () => all('form').forEach(form => delete form.dataset.sent));

// Copy a reference.
for (const button of all('[data-copy]')) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    one('[data-say]', button.parentNode).textContent = button.dataset.done;
  });
}
