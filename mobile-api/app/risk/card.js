/** One outcome: how many of 100 people like this one, now and a year ago, by when, and what it is related to. */
import { element, show } from '../elements.js';
import { number, said, t } from '../words/language.js';
import { comparison } from './comparison.js';
import { driverList } from './drivers.js';
import { iconArray } from './icon-array.js';
import { denominator, people } from './people.js';

const DAYS_PER_YEAR = 365.25;

/** @param risk as `GET /api/risks` gives it @param {{open: boolean}} shown whether the reasons are open */
export function riskCard(risk, { open }) {
  const compared = [risk.probability, risk.aYearAgo, risk.peers].filter(probability => probability !== null && probability !== undefined);
  const of = denominator([...compared, ...risk.horizons.map(horizon => horizon.probability)]);
  const title = `risk-${risk.outcome}`;
  const picture = element('div.picture', {});
  const choose = horizon => show(picture, ...people100(horizon, of));
  choose({ years: risk.horizonYears, probability: risk.probability });
  return element('article.card.risk', { 'aria-labelledby': title },
    element('h2', { id: title }, said(risk.title)),
    picture,
    risk.horizons.length > 1 ? horizonChoice(risk, choose) : null,
    element('p.sentence', {}, said(risk.text)),
    comparison(risk, of),
    element('details.why', { open }, element('summary', {}, t('risk.why')), driverList(risk.drivers, of)));
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

function horizonChoice(risk, choose) {
  const name = `horizon-${risk.outcome}`;
  return element('fieldset.segments', {}, element('legend.unseen', {}, t('risk.horizons')),
    risk.horizons.map(horizon => element('label', {},
      element('input', {
        type: 'radio', name, checked: horizon.years === risk.horizonYears, onchange: () => choose(horizon),
      }), element('span', {}, horizonText(horizon.years, 'risk.years')))));
}

/** Horizons under a year are said in days. */
function horizonText(years, key) {
  if (years < 1)
    return t(`${key}Days`, { days: Math.round(years * DAYS_PER_YEAR) });
  return years === 1 ? t(`${key}One`) : t(key, { years: number(years) });
}
