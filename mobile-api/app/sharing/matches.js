/** Records elsewhere that seem to be this person's: each is joined only by the person's own tap. */
import { post } from '../api.js';
import { element } from '../elements.js';
import { doing, notify } from '../notice.js';
import { lookNow } from '../watch.js';
import { day, said, t } from '../words/language.js';

export function matchSection(matches, again) {
  if (matches.length === 0)
    return null;
  return element('section.card.matches', { 'aria-labelledby': 'matches' },
    element('h2', { id: 'matches' }, t('matches.title')),
    element('p', {}, t('matches.lead')),
    element('ul.rows', {}, matches.map(match => matchRow(match, again))));
}

function matchRow(match, again) {
  const button = element('button.primary', {
    type: 'button', 'aria-label': `${t('matches.confirm')}: ${said(match.name)}`,
    onclick: () => doing(button, async () => {
      await post('links', { patients: [match.patient] });
      notify(t('matches.linked'));
      lookNow();
      await again();
    }),
  }, t('matches.confirm'));
  return element('li', {},
    element('div', {}, element('h3', {}, said(match.name)),
      element('p.hint', {}, t('matches.born', { date: day(match.birthDate) })),
      element('p.hint', {}, t('matches.insured', { number: match.insured }))),
    button);
}
