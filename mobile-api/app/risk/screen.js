/** The first screen: what may lie ahead, in people, and what it is related to. */
import { get } from '../api.js';
import { element, show } from '../elements.js';
import { notify } from '../notice.js';
import { switchList } from '../sharing/switches.js';
import { t } from '../words/language.js';
import { onChange } from '../watch.js';
import { riskCard } from './card.js';

/** @param {HTMLElement} stage @param {() => boolean} isShown whether the person still looks at it */
export async function showRisk(stage, isShown) {
  const [answer, { switches }] = await Promise.all([get('risks'), get('switches')]);
  if (!isShown())
    return;
  const again = async () => {
    const { position } = await get('timeline', { count: 1 });
    // The switch is in the record by now; the model is asked once it has seen it.
    await get('risks', { atLeast: position });
    await showRisk(stage, isShown);
  };
  fill(stage, answer, switches, again);
  const end = onChange(async ({ position }) => {
    if (!isShown()) {
      end();
      return;
    }
    const fresh = await get('risks', { atLeast: position });
    if (!isShown() || JSON.stringify(fresh.risks) === JSON.stringify(answer.risks))
      return;
    answer.risks = fresh.risks;
    fill(stage, fresh, switches, again);
    notify(t('risk.updated'));
  });
}

function fill(stage, answer, switches, again) {
  show(stage,
    element('div.heading', {}, element('h1', {}, t('risk.title')), element('p.lead', {}, t('risk.lead'))),
    ...content(answer, switches, again));
}

function content(answer, switches, again) {
  if (answer.silent)
    return [message('risk.silent', 'risk.silentLead')];
  if (!switches.some(each => each.on))
    return [message('risk.off', 'risk.offLead', switchList(switches, again))];
  if (answer.risks.length === 0)
    return [message('risk.nothing', 'risk.nothingLead')];
  const { name, version } = answer.model;
  return [
    ...answer.risks.map((risk, i) => riskCard(risk, { open: i === 0 })),
    element('p.note', {}, t('risk.note')),
    element('p.fine', {}, t('risk.model', { name, version })),
  ];
}

function message(title, lead, ...more) {
  return element('section.card.empty', {}, element('h2', {}, t(title)), element('p', {}, t(lead)), ...more);
}
