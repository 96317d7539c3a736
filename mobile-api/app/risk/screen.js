/** The first screen: what may lie ahead, in people, and what it is related to. */
import { get } from '../api.js';
import { element, show } from '../elements.js';
import { notify } from '../notice.js';
import { switchList } from '../sharing/switches.js';
import { moment, said, t } from '../words/language.js';
import { onChange } from '../watch.js';
import { riskCard } from './card.js';

const LOOK_AGAIN_MS = 1_500;
/** Reasons are worked out behind the answer; when they take longer than this, they are there at the next visit. */
const LOOKS_MAX = 20;

/** @param {HTMLElement} stage @param {() => boolean} isShown whether the person still looks at it */
export async function showRisk(stage, isShown) {
  const [first, { switches }] = await Promise.all([get('risks'), get('switches')]);
  if (!isShown())
    return;
  // What the person opened and chose stays so when the numbers change.
  const views = new Map();
  let shown = null;
  const fill = answer => {
    if (seen(shown) === seen(answer) && isExplained(shown) === isExplained(answer))
      return false;
    shown = answer;
    show(stage,
      element('div.heading', {}, element('h1', {}, t('risk.title')), element('p.lead', {}, t('risk.lead'))),
      ...content(answer, switches, views, () => afterSwitch(stage, isShown)));
    return true;
  };
  fill(first);
  untilExplained(first, fill, isShown);
  const end = onChange(async ({ position }) => {
    if (!isShown()) {
      end();
      return;
    }
    const answer = await get('risks', { atLeast: position });
    if (isShown() && fill(answer))
      notify(t('risk.updated'));
    untilExplained(answer, fill, isShown);
  });
}

// The switch is in the record by now; the model is asked once it has seen it.
async function afterSwitch(stage, isShown) {
  const { position } = await get('timeline', { count: 1 });
  await get('risks', { atLeast: position });
  await showRisk(stage, isShown);
}

async function untilExplained(answer, fill, isShown) {
  for (let looks = 0; !isExplained(answer) && looks < LOOKS_MAX; looks++) {
    await new Promise(resolve => setTimeout(resolve, LOOK_AGAIN_MS));
    if (!isShown())
      return;
    answer = await get('risks').catch(() => answer);
    if (isShown())
      fill(answer);
  }
}

const seen = answer => JSON.stringify([answer?.risks, answer?.nextVisit]);

const isExplained = answer => answer === null || answer.risks.length === 0 || answer.explainedPosition !== null;

function content(answer, switches, views, afterwards) {
  if (answer.silent)
    return [message('risk.silent', 'risk.silentLead')];
  if (!switches.some(each => each.on))
    return [message('risk.off', 'risk.offLead', switchList(switches, afterwards))];
  const unanswered = unansweredCard(answer.notAnswered ?? []);
  if (answer.risks.length === 0)
    return [unanswered ?? message('risk.nothing', 'risk.nothingLead')];
  const only = onlyModel(answer);
  const all = { isExplained: isExplained(answer), namesModel: only === null };
  return [
    ...answer.risks.map((risk, i) => riskCard(risk, viewOf(views, risk, i === 0), all)),
    nextVisitCard(answer.nextVisit),
    unanswered,
    element('p.note', {}, said(answer.risks[0].note) || t('risk.note')),
    element('p.fine', {}, only ? t('risk.model', only) : null,
      answer.assessedAt ? ` ${t('risk.at', { time: moment(answer.assessedAt) })}` : null),
  ];
}

/** @returns the model that all risks are from; null where they are from several, and each card names its own */
function onlyModel({ model, risks }) {
  const [first, ...others] = risks.map(risk => risk.model ?? model);
  return others.every(other => other.digest === first.digest) ? first : null;
}

function viewOf(views, risk, open) {
  if (!views.has(risk.outcome))
    views.set(risk.outcome, { open, changes: false, years: risk.horizonYears });
  return views.get(risk.outcome);
}

function nextVisitCard(next) {
  return next ? element('section.card', {}, element('h2', {}, t('risk.nextVisit')), element('p.sentence', {}, said(next.text))) : null;
}

function unansweredCard(unanswered) {
  return unanswered.length === 0 ? null : element('section.card', {}, element('h2', {}, t('risk.unanswered')),
    element('ul.rows', {}, unanswered.map(each => element('li', {}, element('div', {},
      element('h3', {}, said(each.title)), element('p.hint', {}, t(`risk.reason.${each.reason}`)))))));
}

function message(title, lead, ...more) {
  return element('section.card.empty', {}, element('h2', {}, t(title)), element('p', {}, t(lead)), ...more);
}
