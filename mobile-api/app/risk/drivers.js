/** What an estimate is related to: groups of the person's own entries, each with the entries to look at. */
import { drawing, element, show } from '../elements.js';
import { entryLink } from '../timeline/entry.js';
import { number, said, t } from '../words/language.js';

/** Entries that are named for one group. */
const EVIDENCE_MAX = 4;

export function driverList(drivers, of) {
  if (drivers.length === 0)
    return element('p', {}, t('risk.noDrivers'));
  const largest = Math.max(...drivers.map(driver => Math.abs(driver.contribution)));
  return [
    element('p.hint', {}, t('risk.whyLead')),
    element('ul.drivers', {}, drivers.map(driver => driverItem(driver, of, largest))),
  ];
}

function driverItem(driver, of, largest) {
  const raises = driver.contribution >= 0;
  const isTold = driver.isDirectionTold !== false;
  return element('li', {},
    element('div.driver-head', {}, element('h3', {}, said(driver.title)),
      driver.changeable ? element('span.tag', {}, t('risk.changeable')) : null),
    element('div.driver-size', {},
      isTold ? diverging(driver.contribution / (largest || 1)) : null,
      isTold ? element(raises ? 'span.up' : 'span.down', {}, sizeText(driver.contribution, of)) : element('span', {}, t('risk.eitherWay'))),
    driver.evidence.length > 0 ? evidence(driver.evidence) : null);
}

function sizeText(contribution, of) {
  const [key, size] = [contribution >= 0 ? 'raises' : 'lowers', Math.round(Math.abs(contribution) * of)];
  return size === 0 ? t(`risk.${key}Little`) : t(`risk.${key}`, { people: number(size), of: number(of) });
}

// To the right: higher; to the left: lower.
function diverging(share) {
  const width = Math.max(Math.abs(share) * 50, 1);
  return drawing('svg.diverging', { viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    drawing('rect.bar-ground', { width: 100, height: 8 }),
    drawing(share >= 0 ? 'rect.bar-up' : 'rect.bar-down', { x: share >= 0 ? 50 : 50 - width, width, height: 8 }),
    drawing('rect.bar-middle', { x: 49.7, width: 0.6, height: 8 }));
}

// The names of entries are fetched when somebody wants to see them.
function evidence(references) {
  const list = element('ul', {});
  return element('details.evidence', {
    ontoggle: () => {
      if (list.childElementCount === 0)
        show(list, references.slice(0, EVIDENCE_MAX).map(reference => element('li', {}, entryLink(reference))));
    },
  }, element('summary', {}, `${t('risk.evidence')} (${number(Math.min(references.length, EVIDENCE_MAX))})`), list);
}
