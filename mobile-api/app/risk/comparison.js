/** Now, how sure that is, a year ago and the average, as people of the same number: bars on one scale. */
import { drawing, element } from '../elements.js';
import { number, t } from '../words/language.js';
import { count } from './people.js';

/** Room at the end of the scale, so that a bar is not mistaken for all. */
const HEADROOM = 1.15;

export function comparison(risk, of) {
  const rows = [
    ['risk.now', risk.probability],
    ['risk.range', risk.interval],
    ['risk.yearAgo', risk.aYearAgo],
    ['risk.peers', risk.peers],
  ].filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => [key, typeof value === 'number' ? { low: 0, high: value } : value]);
  if (rows.length < 2)
    return null;
  const most = Math.max(...rows.map(([, { high }]) => high)) * HEADROOM;
  return element('section.compare', {}, element('h3', {}, t('risk.compare')),
    element('dl', {}, rows.map(([key, value], i) => element(i === 0 ? 'div.current' : 'div', {},
      element('dt', {}, t(key)),
      element('dd', {},
        bar(most > 0 ? value.low / most : 0, most > 0 ? value.high / most : 0),
        element('span', {}, countText(value, of)))))));
}

function countText({ low, high }, of) {
  const most = count(high, of);
  return `${low > 0 ? t('risk.between', { low: count(low, of), high: most }) : most} / ${number(of)}`;
}

function bar(from, to) {
  return drawing('svg.bar', { viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    drawing('rect.bar-ground', { width: 100, height: 8 }),
    drawing('rect.bar-value', { x: from * 100, width: Math.max((to - from) * 100, 0.8), height: 8 }));
}
