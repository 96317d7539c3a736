/** Who sees what: sources and links, what is held back, the model, research, and who looked. */
import { get } from '../api.js';
import { element, show } from '../elements.js';
import { markWaiting } from '../frame.js';
import { signOut } from '../sign-in/session.js';
import { t } from '../words/language.js';
import { accessSection } from './accesses.js';
import { matchSection } from './matches.js';
import { otherConsents, refusalSection } from './refusals.js';
import { sourceSection } from './sources.js';
import { studySection } from './studies.js';
import { switchSection } from './switches.js';

export async function showSharing(stage, isShown) {
  const [me, { matches }, { consents }, { parties }, { switches }, { studies }] = await Promise.all(
    [get('me'), get('matches'), get('consents'), get('parties'), get('switches'), get('studies')]);
  if (!isShown())
    return;
  markWaiting(matches.length > 0);
  const again = () => showSharing(stage, isShown);
  show(stage,
    element('div.heading', {}, element('h1', {}, t('sharing.title'))),
    matchSection(matches, again),
    sourceSection(me.sources, again),
    refusalSection(consents, parties, again),
    switchSection(switches),
    studySection(studies),
    otherConsents(consents),
    accessSection(),
    element('p.sign-out', {}, element('button.quiet', { type: 'button', onclick: signOut }, t('app.signOut'))));
}
