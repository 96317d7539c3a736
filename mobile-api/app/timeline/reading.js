/** A reading that the person types in: sent as a batch of one, under a key that makes sending it twice harmless. */
import { post } from '../api.js';
import { openSheet } from '../dialog.js';
import { element } from '../elements.js';
import { doing, notify } from '../notice.js';
import { lookNow } from '../watch.js';
import { said, t } from '../words/language.js';

const CONNECTION = 'phone-typed';

/** Fields of each metric, with the bounds that planets-server takes (Series/Metrics). */
const METRICS = {
  'blood-pressure': { unit: 'mm[Hg]', fields: [['systolic', 50, 300, 1], ['diastolic', 20, 200, 1]] },
  'body-weight': { unit: 'kg', fields: [['kilograms', 2, 300, 0.1]] },
};

export function openReading(saved) {
  const form = element('form', {
    onsubmit: submitted => {
      submitted.preventDefault();
      doing(save, () => send(form, key, sheet, saved));
    },
  });
  // One key for the sheet: a second tap, or a try after a lost answer, is the same reading.
  const key = crypto.randomUUID();
  const save = element('button.primary', { type: 'submit' }, t('reading.save'));
  const fields = element('div.fields', {});
  const choose = metric => fields.replaceChildren(...METRICS[metric].fields.map(numberField));
  choose('blood-pressure');
  form.append(
    element('fieldset.segments', {}, element('legend', {}, t('reading.what')),
      choice('blood-pressure', 'reading.pressure', true, choose), choice('body-weight', 'reading.weight', false, choose)),
    fields,
    element('label.field', {}, t('reading.when'),
      element('input', { type: 'datetime-local', name: 'when', required: true, value: localNow(), max: localNow() })),
    save);
  const sheet = openSheet(t('reading.title'), form);
}

async function send(form, key, sheet, saved) {
  const entered = new FormData(form);
  const answer = await post('readings', { connection: CONNECTION, items: [itemOf(entered, key)] }, { 'Idempotency-Key': key });
  const [result] = answer.results;
  if (result.result === 'refused') {
    notify(t('reading.notSaved', { reason: said(result.remarks?.[0]) }));
    return;
  }
  sheet.close();
  notify(t('reading.saved'));
  await saved();
  lookNow();
}

function itemOf(entered, clientId) {
  const metric = entered.get('metric');
  const at = new Date(entered.get('when'));
  const item = { clientId, version: 1, metric, unit: METRICS[metric].unit, start: at.toISOString(), utcOffset: offsetOf(at) };
  return metric === 'blood-pressure'
    ? { ...item, components: { systolic: Number(entered.get('systolic')), diastolic: Number(entered.get('diastolic')) } }
    : { ...item, value: Number(entered.get('kilograms')) };
}

function choice(metric, word, checked, choose) {
  return element('label', {},
    element('input', { type: 'radio', name: 'metric', value: metric, checked, onchange: () => choose(metric) }),
    element('span', {}, t(word)));
}

function numberField([name, min, max, step]) {
  return element('label.field', {}, t(`reading.${name}`),
    element('input', { type: 'number', inputmode: step === 1 ? 'numeric' : 'decimal', name, min, max, step, required: true }));
}

function localNow() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function offsetOf(at) {
  const minutes = -at.getTimezoneOffset();
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}
