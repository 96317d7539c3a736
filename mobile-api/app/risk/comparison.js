/** Now, a year ago and the average, as people of the same number: bars on one scale. */
import { drawing, element } from '../elements.js';
import { number, t } from '../words/language.js';
import { people } from './people.js';

/** Room at the end of the scale, so that a bar is not mistaken for all. */
const HEADROOM = 1.15;

export function comparison(risk, of) {
  const rows = [
    ['risk.now', risk.probability],
    ['risk.yearAgo', risk.aYearAgo],
    ['risk.peers', risk.peers],
  ].filter(([, probability]) => probability !== null && probability !== undefined);
  if (rows.length < 2)
    return null;
  const most = Math.max(...rows.map(([, probability]) => probability)) * HEADROOM;
  return element('section.compare', {}, element('h3', {}, t('risk.compare')),
    element('dl', {}, rows.map(([key, probability], i) => element(i === 0 ? 'div.current' : 'div', {},
      element('dt', {}, t(key)),
      element('dd', {},
        bar(most > 0 ? probability / most : 0),
        element('span', {}, `${number(people(probability, of))} / ${number(of)}`))))));
}

function bar(share) {
  return drawing('svg.bar', { viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    drawing('rect.bar-ground', { width: 100, height: 8 }),
    drawing('rect.bar-value', { width: Math.max(share * 100, 0.8), height: 8 }));
}
