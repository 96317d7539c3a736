/** Entries under the month and day they are about, each with where it comes from. */
import { element } from '../elements.js';
import { icon } from '../icons.js';
import { currentLanguage, said, t } from '../words/language.js';
import { openItem } from './entry.js';
import { typeName } from './resource-words.js';

/** @param {Map} names source → source of `GET /api/me` @returns {{element, add, isEmpty}} grows as pages come */
export function timelineDays(names) {
  const root = element('div.months', {});
  let [month, day, list, items] = [null, null, null, 0];
  return { element: root, add, isEmpty: () => items === 0 };

  function add(page) {
    for (const item of page) {
      const date = item.date?.slice(0, 10) ?? '';
      if (month === null || date.slice(0, 7) !== month)
        startMonth(date.slice(0, 7));
      if (day === null || date !== day)
        startDay(date);
      list.append(itemElement(item, names));
      items++;
    }
  }

  function startMonth(next) {
    [month, day] = [next, null];
    root.append(element('h2.month', {}, next.length >= 4 ? monthText(next) : t('timeline.undated')));
  }

  function startDay(next) {
    day = next;
    list = element('ul.items', {});
    root.append(element('section.day', {}, element('p.date', {}, dayParts(next)), list));
  }
}

function itemElement(item, names) {
  const known = names.get(item.source);
  const own = known?.own ?? item.source.startsWith('phone/');
  const source = own ? t('timeline.own') : said(known?.name) || item.source;
  const words = { title: said(item.title), detail: said(item.detail) };
  return element('li', {}, element('button.item', { type: 'button', onclick: () => openItem(item, source, words) },
    element('span.item-title', {}, words.title),
    words.detail ? element('span.item-detail', {}, words.detail) : null,
    element('span.item-foot', {},
      element(own ? 'span.badge.own' : 'span.badge', {}, icon(own ? 'phone' : 'hospital'), source),
      element('span.item-type', {}, typeName(item.type)))));
}

function monthText(month) {
  const [year, number] = month.split('-');
  const options = number ? { year: 'numeric', month: 'long', timeZone: 'UTC' } : { year: 'numeric', timeZone: 'UTC' };
  return new Intl.DateTimeFormat(currentLanguage(), options).format(new Date(Date.UTC(year, (number ?? 1) - 1, 1)));
}

function dayParts(date) {
  if (date.length < 10)
    return [];
  const at = new Date(`${date}T00:00:00Z`);
  const weekday = new Intl.DateTimeFormat(currentLanguage(), { weekday: 'short', timeZone: 'UTC' }).format(at);
  return [element('strong', {}, String(at.getUTCDate())), element('span', {}, weekday)];
}
