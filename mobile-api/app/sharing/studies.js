/** Studies that the person may join and leave. */
import { put } from '../api.js';
import { element } from '../elements.js';
import { inWords, notify } from '../notice.js';
import { said, t } from '../words/language.js';
import { section } from './section.js';
import { toggle } from './toggle.js';

export function studySection(studies) {
  return section('studies', t('studies.title'), t('studies.lead'), studies.length === 0
    ? element('p.calm', {}, t('studies.none'))
    : element('ul.toggles', {}, studies.map(each => element('li', {}, toggle(said(each.name), each.in, isIn => turn(each.study, isIn))))));
}

async function turn(study, isIn) {
  try {
    await put(`studies/${study}`, { in: isIn });
    notify(t(isIn ? 'studies.in' : 'studies.out'));
    return true;
  } catch (fault) {
    notify(inWords(fault));
    return false;
  }
}
