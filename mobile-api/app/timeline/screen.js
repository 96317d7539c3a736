/** The record, newest first: by kind and by source, as far back as the person scrolls. */
import { get } from '../api.js';
import { element, show } from '../elements.js';
import { icon } from '../icons.js';
import { inWords, notify } from '../notice.js';
import { onChange } from '../watch.js';
import { said, t } from '../words/language.js';
import { timelineDays } from './days.js';
import { openReading } from './reading.js';
import { typeName } from './resource-words.js';

const PAGE = 40;
const TYPES = [
  'Observation', 'Condition', 'MedicationRequest', 'Encounter', 'Procedure', 'DiagnosticReport', 'Immunization', 'AllergyIntolerance',
];

export async function showTimeline(stage, isShown) {
  const { sources } = await get('me');
  if (!isShown())
    return;
  const names = new Map(sources.map(source => [source.source, source]));
  const filter = { type: '', source: '' };
  const list = element('div.timeline', {});
  const fill = () => fillList(list, filter, names, isShown);
  show(stage,
    element('div.heading.with-act', {}, element('h1', {}, t('timeline.title')),
      element('button.act', { type: 'button', onclick: () => openReading(fill) }, icon('plus'), t('timeline.add'))),
    filters(filter, sources.filter(source => source.linked), fill),
    list);
  await fill();
  const end = onChange(async () => {
    if (!isShown())
      end();
    else if (scrollY < innerHeight) {
      await fill();
      notify(t('timeline.new'));
    }
  });
}

function filters(filter, sources, changed) {
  const chips = element('fieldset.chips', {}, element('legend.unseen', {}, t('timeline.types')),
    ['', ...TYPES].map(type => element('label', {},
      element('input', {
        type: 'radio', name: 'type', checked: type === '', onchange: () => {
          filter.type = type;
          changed();
        },
      }), element('span', {}, type === '' ? t('timeline.allTypes') : typeName(type)))));
  const select = element('select', {
    'aria-label': t('timeline.source'), onchange: () => {
      filter.source = select.value;
      changed();
    },
  }, element('option', { value: '' }, t('timeline.allSources')),
  sources.map(source => element('option', { value: source.source }, source.own ? t('timeline.own') : said(source.name))));
  return element('div.filters', {}, chips, sources.length > 1 ? select : null);
}

async function fillList(list, filter, names, isShown) {
  const asked = { ...filter };
  list.setAttribute('aria-busy', 'true');
  const days = timelineDays(names);
  const foot = element('div.timeline-foot', {});
  const isWanted = () => isShown() && asked.type === filter.type && asked.source === filter.source;
  const load = async cursor => {
    const page = await get('timeline', { ...asked, count: PAGE, cursor });
    if (!isWanted())
      return;
    if (!cursor)
      show(list, days.element, foot);
    days.add(page.items);
    list.removeAttribute('aria-busy');
    showFoot(foot, page, days.isEmpty(), () => load(page.next));
  };
  try {
    await load();
  } catch (fault) {
    if (isWanted())
      show(list, element('p.card.empty', { role: 'alert' }, inWords(fault)));
  }
}

// The next page comes when its button comes near, or is pressed.
function showFoot(foot, page, isEmpty, more) {
  if (!page.next) {
    show(foot, element('p.hint', {}, t(isEmpty ? 'timeline.empty' : 'timeline.end')));
    return;
  }
  const ask = async () => {
    near.disconnect();
    button.disabled = true;
    try {
      await more();
    } catch (fault) {
      button.disabled = false;
      notify(inWords(fault));
    }
  };
  const button = element('button.quiet', { type: 'button', onclick: ask }, t('app.more'));
  const near = new IntersectionObserver(seen => seen.some(entry => entry.isIntersecting) && ask(), { rootMargin: '600px' });
  show(foot, button);
  near.observe(button);
}
