/** One entry: in words, and as it was sent. */
import { get } from '../api.js';
import { openSheet } from '../dialog.js';
import { element, show } from '../elements.js';
import { day, t } from '../words/language.js';
import { entryDate, entryFacts, entryTitle, entryValue } from './resource-words.js';

/** A button that names an entry, once it is fetched, and opens it. @param {string} reference `Type/id` */
export function entryLink(reference) {
  const link = element('button.entry-link', { type: 'button' }, t('app.loading'));
  fetchEntry(reference).then(resource => {
    const date = entryDate(resource);
    show(link, element('span', {}, [entryTitle(resource), entryValue(resource)].filter(Boolean).join(' ')),
      date ? element('time', { datetime: date }, day(date)) : null);
    link.addEventListener('click', () => openEntry(resource));
  }).catch(() => {
    link.disabled = true;
    show(link, t('entry.gone'));
  });
  return link;
}

/** @param {object} item of the timeline, whose words are shown until the entry is there */
export async function openItem(item, source, words) {
  const known = () => [fact(t('entry.date'), item.date ? day(item.date) : null), fact(t('entry.source'), source)];
  const facts = element('dl.facts', {}, known());
  const raw = element('div', {});
  openSheet(words.title, words.detail ? element('p.sheet-value', {}, words.detail) : null, facts, raw);
  try {
    const resource = await fetchEntry(`${item.type}/${item.id}`);
    show(facts, known(), entryFacts(resource).map(([name, value]) => fact(name, value)));
    show(raw, rawText(resource));
  } catch {
    show(raw, element('p.hint', {}, t('entry.gone')));
  }
}

function openEntry(resource) {
  const date = entryDate(resource);
  openSheet(entryTitle(resource), entryValue(resource) ? element('p.sheet-value', {}, entryValue(resource)) : null,
    element('dl.facts', {}, fact(t('entry.date'), date ? day(date) : null), entryFacts(resource).map(([name, value]) => fact(name, value))),
    rawText(resource));
}

const fetchEntry = reference => get(`entries/${reference}`);

const fact = (name, value) => value ? element('div', {}, element('dt', {}, name), element('dd', {}, value)) : null;

const rawText = resource => element('details.raw', {},
  element('summary', {}, t('entry.raw')),
  element('pre', { tabindex: 0 }, JSON.stringify(resource, null, 2)));
