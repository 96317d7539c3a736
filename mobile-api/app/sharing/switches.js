/** Which outcomes the model may compute. */
import { put } from '../api.js';
import { element } from '../elements.js';
import { inWords, notify } from '../notice.js';
import { t } from '../words/language.js';
import { section } from './section.js';
import { toggle } from './toggle.js';

export function switchSection(switches) {
  return section('switches', t('switches.title'), t('switches.lead'), switchList(switches, () => {}));
}

/** @param {() => void} changed after each switch */
export function switchList(switches, changed) {
  return element('ul.toggles', {}, switches.map(({ outcome, on }) => element('li', {}, toggle(t(`outcome.${outcome}`), on, async isOn => {
    try {
      await put(`switches/${outcome}`, { on: isOn });
      notify(t(isOn ? 'switches.on' : 'switches.off'));
      changed();
      return true;
    } catch (fault) {
      notify(inWords(fault));
      return false;
    }
  }))));
}
