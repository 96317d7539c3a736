/** Short messages at the foot of the page, and faults in words. */
import { t } from './words/language.js';

const SHOWN_MS = 5_000;

let hiding = 0;

/** Says something once; screen readers hear it. */
export function notify(text) {
  const place = document.getElementById('notice');
  place.textContent = text;
  place.classList.add('shown');
  clearTimeout(hiding);
  hiding = setTimeout(() => place.classList.remove('shown'), SHOWN_MS);
}

/** A fault in the person's words. @param {Error & {status?: number}} fault */
export function inWords(fault) {
  if (fault.status === 0)
    return t('fault.away');
  if (fault.status === 429)
    return t('fault.tooMany');
  return fault.status >= 500 ? t('fault.unavailable') : t('fault.refused');
}

/** Runs what a button does; the button rests meanwhile, and a fault is said. @returns {Promise<boolean>} whether it went well */
export async function doing(button, act) {
  button.disabled = true;
  try {
    await act();
    return true;
  } catch (fault) {
    notify(inWords(fault));
    return false;
  } finally {
    button.disabled = false;
  }
}
