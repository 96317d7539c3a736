/** Where the record comes from; what was joined can be parted, what the phone sent can be erased. */
import { post, remove } from '../api.js';
import { confirmed, openSheet } from '../dialog.js';
import { element } from '../elements.js';
import { icon } from '../icons.js';
import { doing, notify } from '../notice.js';
import { lookNow } from '../watch.js';
import { number, said, t } from '../words/language.js';
import { section } from './section.js';

export function sourceSection(sources, again) {
  const shown = sources.filter(source => source.linked || source.own);
  return section('sources', t('sources.title'), null, element('ul.rows', {}, shown.map(source => sourceRow(source, again))));
}

function sourceRow(source, again) {
  const name = source.own ? t('sources.own') : said(source.name);
  return element('li', {},
    element('span.source-icon', {}, icon(source.own ? 'phone' : 'hospital')),
    element('div', {}, element('h3', {}, name), element('p.hint', {}, t('sources.count', { count: number(source.resources) }))),
    source.own ? eraseButton(source, again) : source.consent ? undoButton(source, name, again) : null);
}

function undoButton(source, name, again) {
  const button = element('button.quiet', {
    type: 'button', 'aria-label': `${t('sources.undo')}: ${name}`,
    onclick: async () => {
      if (!await confirmed(t('sources.undoSure', { name }), t('sources.undoTitle')))
        return;
      await doing(button, async () => {
        await remove(`links/${source.consent.replace('Consent/', '')}`);
        notify(t('sources.undone'));
        lookNow();
        await again();
      });
    },
  }, t('sources.undo'));
  return button;
}

function eraseButton(source, again) {
  if (source.resources === 0)
    return null;
  return element('button.quiet.danger', { type: 'button', onclick: () => askToErase(source, again) }, t('sources.erase'));
}

function askToErase(source, again) {
  const act = element('button.primary.danger', { type: 'submit' }, t('sources.erase'));
  const form = element('form', {
    onsubmit: submitted => {
      submitted.preventDefault();
      doing(act, async () => {
        const certificate = await post(`streams/${source.patient}/erase`, { reason: new FormData(form).get('reason') });
        sheet.close();
        notify(t('sources.erased', { certificate: certificate.id ?? certificate.position ?? '' }));
        await again();
      });
    },
  },
  element('p', {}, t('sources.eraseSure', { count: number(source.resources) })),
  element('label.field', {}, t('sources.eraseReason'), element('input', { name: 'reason', required: true, maxlength: 200 })),
  element('div.buttons', {}, act, element('button.quiet', { type: 'button', onclick: () => sheet.close() }, t('app.cancel'))));
  const sheet = openSheet(t('sources.eraseTitle'), form);
}
