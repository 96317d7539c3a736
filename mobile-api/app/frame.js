/** The frame: top bar, tabs, and which screen is shown. The address holds the name of the screen and nothing of the record. */
import { element, show } from './elements.js';
import { icon } from './icons.js';
import { changeLanguage, otherLanguage, t } from './words/language.js';
import { showRisk } from './risk/screen.js';
import { showTimeline } from './timeline/screen.js';
import { showSharing } from './sharing/screen.js';
import { inWords } from './notice.js';
import { SignInNeeded, signInSettings } from './sign-in/session.js';

const SCREENS = { risk: showRisk, timeline: showTimeline, sharing: showSharing };
const FIRST = 'risk';

let turn = 0;
let waiting = false;

export async function showTop(signedIn) {
  document.getElementById('skip').textContent = t('app.skip');
  document.title = t('app.name');
  const bar = document.getElementById('top');
  const { demo } = await signInSettings();
  show(bar,
    element('p.brand', {}, element('span.brand-mark', { 'aria-hidden': 'true' }), t('app.name')),
    signedIn && demo ? element('p.demo', {}, t('app.demo')) : null,
    element('button.language', {
      type: 'button', lang: otherLanguage(), 'aria-label': t('app.languageLabel'), onclick: () => changeLanguage(otherLanguage()),
    }, t('app.language')));
}

/** Shows the frame and the screen that the address names. */
export function openFrame() {
  showTop(true);
  window.onhashchange = () => showScreen(true);
  document.getElementById('tabs').hidden = false;
  showScreen(false);
}

export function closeFrame() {
  turn++;
  window.onhashchange = null;
  document.getElementById('tabs').hidden = true;
  showTop(false);
}

/** Marks the sharing tab: records wait to be confirmed. */
export function markWaiting(isWaiting) {
  waiting = isWaiting;
  showTabs(screenName());
}

const screenName = () => location.hash.slice(1) in SCREENS ? location.hash.slice(1) : FIRST;

async function showScreen(moved) {
  const own = ++turn;
  const name = screenName();
  showTabs(name);
  const main = document.getElementById('main');
  const stage = element('div.stage', { 'data-screen': name }, element('p.loading', { role: 'status' }, t('app.loading')));
  show(main, stage);
  scrollTo(0, 0);
  if (moved)
    main.focus({ preventScroll: true });
  try {
    await SCREENS[name](stage, () => own === turn);
  } catch (fault) {
    if (own === turn && !(fault instanceof SignInNeeded))
      show(stage, faulty(fault));
  }
}

function faulty(fault) {
  return element('div.card.empty', { role: 'alert' }, element('p', {}, inWords(fault)),
    element('button.quiet', { type: 'button', onclick: () => showScreen(false) }, t('app.retry')));
}

function showTabs(current) {
  const tabs = document.getElementById('tabs');
  tabs.setAttribute('aria-label', t('app.sections'));
  show(tabs, Object.keys(SCREENS).map(name => element('a', { href: `#${name}`, 'aria-current': name === current ? 'page' : null },
    icon(name), element('span', {}, t(`tab.${name}`)),
    name === 'sharing' && waiting ? element('span.waiting', {}, element('span.unseen', {}, t('tab.waiting'))) : null)));
}
