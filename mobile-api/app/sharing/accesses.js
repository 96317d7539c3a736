/** Who looked at the record, or tried to; refused attempts stand out. */
import { get } from '../api.js';
import { element, show } from '../elements.js';
import { doing, inWords } from '../notice.js';
import { moment, said, t } from '../words/language.js';
import { section } from './section.js';

/** Rows that one press brings. */
const SHOWN = 8;
const PAGE = 50;
/** Pages that are looked through for them: a person looks at their own record far more often than others do. */
const PAGES_MAX = 6;

export function accessSection() {
  const list = element('ul.rows.accesses', {});
  const foot = element('div', {});
  const load = async from => {
    const { accesses, next } = await byOthers(from);
    list.append(...accesses.map(accessRow));
    const more = element('button.quiet.wide', { type: 'button', onclick: () => doing(more, () => load(next)) }, t('app.more'));
    show(foot, next ? more : null, list.childElementCount === 0 ? element('p.calm', {}, t('accesses.none')) : null);
  };
  load(null).catch(fault => show(foot, element('p.wrong', { role: 'alert' }, inWords(fault))));
  return section('accesses', t('accesses.title'), null, list, foot);
}

// One's own looks are left out: what a person wants to know is who else looked.
async function byOthers(from) {
  const found = [];
  let next = from;
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const page = await get('accesses', { count: PAGE, before: next });
    for (const access of page.accesses.filter(each => each.role !== 'patient')) {
      found.push(access);
      if (found.length === SHOWN)
        return { accesses: found, next: isLast(access, page) ? null : access.number };
    }
    next = page.next;
    if (next === null)
      break;
  }
  return { accesses: found, next };
}

const isLast = (access, page) => page.next === null && access === page.accesses.at(-1);

function accessRow(access) {
  return element('li', {}, element('div', {},
    element('p', {}, said(access.sentence)),
    element('p.hint', {}, element('time', { datetime: access.time }, moment(access.time)),
      access.outcome === 'permitted' ? null : element('span.tag.strong', {}, t(`accesses.${access.outcome}`)))));
}
