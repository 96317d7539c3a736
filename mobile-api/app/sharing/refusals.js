/** What the person holds back, in the sentences that are enforced, and the form that adds one. */
import { post, remove } from '../api.js';
import { openSheet } from '../dialog.js';
import { element } from '../elements.js';
import { doing, notify } from '../notice.js';
import { said, t } from '../words/language.js';
import { typeName } from '../timeline/resource-words.js';
import { section } from './section.js';

const LABELS = ['PSY', 'ETH', 'HIV', 'STD', 'SDV', 'SEX', 'GDIS', 'R'];
const TYPES = ['Observation', 'Condition', 'MedicationRequest', 'Encounter', 'Procedure', 'DiagnosticReport', 'AllergyIntolerance'];

export function refusalSection(consents, parties, again) {
  const refusals = consents.filter(isRefusal);
  return section('refusals', t('refusals.title'), t('refusals.lead'),
    refusals.length === 0
      ? element('p.calm', {}, t('refusals.none'))
      : element('ul.rows', {}, refusals.map(consent => consentRow(consent, again))),
    element('button.quiet.wide', { type: 'button', onclick: () => openForm(parties, again) }, t('refusals.add')));
}

/** Consents that have no section of their own. */
export function otherConsents(consents) {
  const others = consents.filter(consent => !isRefusal(consent) && !['record-link', 'model-use', 'study'].includes(consent.kind));
  return others.length === 0
    ? null
    : section('others', t('others.title'), null, element('ul.rows', {}, others.map(consent =>
      element('li', {}, element('p', {}, said(consent.sentence))))));
}

const isRefusal = consent => consent.effect === 'deny' && ['sharing', 'own-entries'].includes(consent.kind);

function consentRow(consent, again) {
  const button = element('button.quiet', {
    type: 'button', 'aria-label': `${t('refusals.end')}: ${said(consent.sentence)}`,
    onclick: () => doing(button, async () => {
      await remove(`consents/${consent.id}`);
      notify(t('refusals.ended'));
      await again();
    }),
  }, t('refusals.end'));
  return element('li', {}, element('p', {}, said(consent.sentence)), button);
}

function openForm(parties, again) {
  const organisations = parties.filter(party => !party.isStudy).map(party => [party.code, said(party.name)]);
  const save = element('button.primary', { type: 'submit' }, t('refusals.save'));
  const form = element('form', {
    onsubmit: submitted => {
      submitted.preventDefault();
      const refusal = refusalOf(new FormData(form));
      if (Object.keys(refusal).length === 0)
        notify(t('refusals.tooWide'));
      else
        doing(save, async () => {
          await post('consents/refusals', refusal);
          sheet.close();
          notify(t('refusals.saved'));
          await again();
        });
    },
  },
  choice('organisation', t('refusals.who'), [['', t('refusals.everybody')], ...organisations]),
  choice('source', t('refusals.whose'), [['', t('refusals.anySource')], ['person', t('refusals.mine')], ...organisations]),
  element('label.field', {}, t('refusals.what'), element('select', { name: 'what' },
    element('option', { value: '' }, t('refusals.anything')),
    element('optgroup', { label: t('refusals.labels') },
      LABELS.map(label => element('option', { value: `label:${label}` }, t(`label.${label}`)))),
    element('optgroup', { label: t('refusals.types') },
      TYPES.map(type => element('option', { value: `type:${type}` }, typeName(type)))))),
  save);
  const sheet = openSheet(t('refusals.add'), form);
}

function choice(name, label, options) {
  return element('label.field', {}, label, element('select', { name }, options.map(([value, text]) => element('option', { value }, text))));
}

/** What was chosen, without what was left open. */
function refusalOf(form) {
  const [part, what] = form.get('what').split(':');
  const chosen = { organisation: form.get('organisation'), source: form.get('source'), ...(what ? { [part]: what } : {}) };
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value));
}
