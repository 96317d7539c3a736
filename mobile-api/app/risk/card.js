/** One outcome: how many of 100 people like this one, now and a year ago, by when, how sure that is, what it is related to and what can be changed. */
import { element, show } from '../elements.js';
import { number, said, t } from '../words/language.js';
import { changes } from './changes.js';
import { comparison } from './comparison.js';
import { driverList } from './drivers.js';
import { iconArray } from './icon-array.js';
import { people } from './people.js';

const DAYS_PER_YEAR = 365.25;

/**
 * @param risk as `GET /api/risks` gives it
 * @param {{open: boolean, changes: boolean, years: number}} view whether the reasons and the changes are open, and the horizon that is shown;
 * follows what the person does
 * @param {{isExplained: boolean, namesModel: boolean}} answer whether the reasons are there yet, and whether the card says which model it is
 * from
 */
export function riskCard(risk, view, { isExplained, namesModel }) {
  const { of } = risk.icons;
  const title = `risk-${risk.outcome}`;
  const picture = element('div.picture', {});
  const choose = horizon => {
    view.years = horizon.years;
    show(picture, ...people100(horizon, of));
  };
  choose(risk.horizons.find(horizon => horizon.years === view.years) ?? { years: risk.horizonYears, probability: risk.probability });
  return element('article.card.risk', { 'aria-labelledby': title },
    element('h2', { id: title }, said(risk.title)),
    picture,
    risk.horizons.length > 1 ? horizonChoice(risk, view.years, choose) : null,
    element('p.sentence', {}, said(risk.text)),
    comparison(risk, of),
    risk.weak ? element('p.weak', {}, t('risk.weak')) : null,
    reasons(risk, of, view, isExplained),
    changes(risk, of, view),
    namesModel ? element('p.fine', {}, t('risk.model', risk.model)) : null);
}

function reasons(risk, of, view, isExplained) {
  const details = element('details.why', { open: view.open, ontoggle: () => { view.open = details.open; } },
    element('summary', {}, t('risk.why')),
    isExplained ? driverList(risk.drivers, of) : element('p.hint', { role: 'status' }, t('risk.explaining')));
  return details;
}

function people100({ years, probability }, of) {
  const affected = people(probability, of);
  const label = t('risk.array', { of: number(of), affected: number(affected), rest: number(of - affected) });
  const few = affected === 0;
  return [
    element('p.figure', {},
      element('span.figure-when', {}, horizonText(years, 'risk.within')),
      element('span.figure-of', {}, t('risk.of', { of: number(of) })),
      element(few ? 'strong.few' : 'strong', {}, few ? t('risk.less') : number(affected),
        few ? null : element('span.figure-unit', {}, t('risk.people')))),
    iconArray({ affected, of, label }),
    element('p.legend', { 'aria-hidden': 'true' },
      element('span.key.affected', {}, t('risk.expected', { affected: number(affected) })),
      element('span.key', {}, t('risk.notExpected', { rest: number(of - affected) }))),
  ];
}

function horizonChoice(risk, years, choose) {
  const name = `horizon-${risk.outcome}`;
  return element('fieldset.segments', {}, element('legend.unseen', {}, t('risk.horizons')),
    risk.horizons.map(horizon => element('label', {},
      element('input', {
        type: 'radio', name, checked: horizon.years === years, onchange: () => choose(horizon),
      }), element('span', {}, horizonText(horizon.years, 'risk.years')))));
}

/** Horizons under a year are said in days. */
function horizonText(years, key) {
  if (years < 1)
    return t(`${key}Days`, { days: Math.round(years * DAYS_PER_YEAR) });
  return years === 1 ? t(`${key}One`) : t(key, { years: number(years) });
}
