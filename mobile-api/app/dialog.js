/** A sheet over the page: the browser's own dialog, so that focus and Escape do what they should. */
import { element } from './elements.js';
import { icon } from './icons.js';
import { t } from './words/language.js';

/** @param {string} title @param {...Node} content @returns {HTMLDialogElement} open */
export function openSheet(title, ...content) {
  const sheet = element('dialog.sheet', { 'aria-labelledby': 'sheet-title', onclose: () => sheet.remove() },
    element('header', {}, element('h2', { id: 'sheet-title' }, title),
      element('button.round', { type: 'button', 'aria-label': t('app.close'), onclick: () => sheet.close() }, icon('close'))),
    ...content);
  // A tap beside the sheet closes it.
  sheet.addEventListener('click', tap => {
    if (tap.target === sheet)
      sheet.close();
  });
  document.body.append(sheet);
  sheet.showModal();
  return sheet;
}

/** Asks before something that is hard to take back. @returns {Promise<boolean>} */
export function confirmed(question, act) {
  return new Promise(resolve => {
    const yes = element('button.primary', { type: 'button', onclick: () => { resolve(true); sheet.close(); } }, act);
    const no = element('button.quiet', { type: 'button', onclick: () => sheet.close() }, t('app.cancel'));
    const sheet = openSheet(act, element('p', {}, question), element('div.buttons', {}, yes, no));
    sheet.addEventListener('close', () => resolve(false));
  });
}
