/** Who looked at the record, or tried to; refused attempts stand out. */
import { get } from '../api.js';
import { element, show } from '../elements.js';
import { doing, inWords } from '../notice.js';
import { moment, said, t } from '../words/language.js';
import { section } from './section.js';

const PAGE = 10;

export function accessSection() {
  const list = element('ul.rows.accesses', {});
  const foot = element('div', {});
  const load = async before => {
    const { accesses, next } = await get('accesses', { count: PAGE, before });
    list.append(...accesses.map(accessRow));
    const more = element('button.quiet.wide', { type: 'button', onclick: () => doing(more, () => load(next)) }, t('app.more'));
    show(foot, next ? more : null, list.childElementCount === 0 ? element('p.calm', {}, t('accesses.none')) : null);
  };
  load().catch(fault => show(foot, element('p.wrong', { role: 'alert' }, inWords(fault))));
  return section('accesses', t('accesses.title'), null, list, foot);
}

function accessRow(access) {
  return element('li', {}, element('div', {},
    element('p', {}, said(access.sentence)),
    element('p.hint', {}, element('time', { datetime: access.time }, moment(access.time)),
      access.outcome === 'permitted' ? null : element('span.tag.strong', {}, t(`accesses.${access.outcome}`)))));
}
