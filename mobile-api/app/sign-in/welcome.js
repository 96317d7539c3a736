/** What a person sees before they sign in. */
import { element, show } from '../elements.js';
import { currentLanguage, t } from '../words/language.js';
import { iconArray } from '../risk/icon-array.js';
import { beginSignIn } from './session.js';

/** @param {string} [problem] why the last sign-in did not end well */
export function showWelcome(main, problem) {
  const button = element('button.primary', {
    type: 'button',
    onclick: async () => {
      button.disabled = true;
      await beginSignIn(currentLanguage());
    },
  }, t('welcome.signIn'));
  show(main, element('section.welcome', { 'aria-labelledby': 'welcome' },
    element('div.welcome-motif', { 'aria-hidden': 'true' }, iconArray({ affected: 1, of: 100, label: '', first: 44 })),
    element('h1', { id: 'welcome' }, t('welcome.title')),
    element('p.lead', {}, t('welcome.lead')),
    problem ? element('p.wrong', { role: 'alert' }, t(`welcome.problem.${problem}`)) : null,
    button,
    element('p.hint', {}, t('welcome.hint'))));
}
