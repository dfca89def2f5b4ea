// The main paths in Firefox ESR. The stories are those that Chromium tells.
import { changeOfAddress } from './account.mjs';
import { launchFirefox } from './browser.mjs';
import { stories as login } from './journey.mjs';
import { stories as registration } from './registration.mjs';
import { tellAll } from './report.mjs';

const MAIN_PATHS = {
  ...pick(login, [
    'the first login ends in the e-service with the old cases',
    'the second login asks for nothing new, and logging out ends both',
    'a forgotten password is replaced',
  ]),
  ...pick(registration, ['a new resident comes from the tenant portal and arrives there']),
  'a new address is confirmed and taken back': changeOfAddress,
};

function pick(stories, titles) {
  return Object.fromEntries(titles.map(title => {
    if (!stories[title]) throw new Error(`no story is called “${title}”`);
    return [title, stories[title]];
  }));
}

await tellAll(Object.entries(MAIN_PATHS).map(([title, tell]) => ({ title: `${title}, in Firefox`, tell })), launchFirefox);
