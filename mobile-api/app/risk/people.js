import { number, t } from '../words/language.js';

/**
 * Probabilities as people: one denominator in a card, so that its numbers can be compared (Trevena et al. 2013). It comes with the answer
 * (`icons.of`), for the sentences count the same way.
 *
 * @param {number} probability 0 to 1
 */
export const people = (probability, of) => Math.round(probability * of);

/** The same in words; never 0, which would say that it cannot be. */
export const count = (probability, of) => people(probability, of) === 0 ? t('risk.fewerThanOne') : number(people(probability, of));
