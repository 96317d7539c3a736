/** What can be changed, as trials found it on average: the same people again, with those who would be spared. */
import { element } from '../elements.js';
import { number, said, t } from '../words/language.js';
import { iconArray } from './icon-array.js';
import { count, people } from './people.js';

/**
 * @param risk as `GET /api/risks` gives it
 * @param {{changes: boolean}} view whether it is open; follows what the person does
 */
export function changes(risk, of, view) {
  const known = risk.whatIfs ?? [];
  if (known.length === 0)
    return null;
  const now = people(risk.probability, of);
  const details = element('details.why.changes', { open: view.changes, ontoggle: () => { view.changes = details.open; } },
    element('summary', {}, t('risk.changes')),
    element('ul.drivers', {}, known.map(change => element('li', {}, ...changed(change, now, of)))));
  return details;
}

function changed(change, now, of) {
  const with_ = people(change.probability, of);
  const fewer = Math.max(0, now - with_);
  const label = t('risk.changeArray', { of: number(of), affected: number(with_), fewer: number(fewer) });
  return [
    element('p.sentence', {}, said(change.text)),
    iconArray({ affected: with_, spared: fewer, of, label }),
    element('p.legend', { 'aria-hidden': 'true' },
      element('span.key.affected', {}, t('risk.still', { affected: number(with_) })),
      element('span.key.spared', {}, t('risk.spared', { fewer: number(fewer) }))),
    element('p.hint', {}, t('risk.trials', {
      low: count(change.low, of), high: count(change.high, of), of: number(of),
    })),
    element('p.fine', {}, t('risk.source', { source: change.source })),
  ];
}
