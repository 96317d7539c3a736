/**
 * Probabilities as people: one denominator in a card, so that its numbers can be compared (Trevena et al. 2013). It comes with the answer
 * (`icons.of`), for the sentences count the same way.
 *
 * @param {number} probability 0 to 1
 */
export const people = (probability, of) => Math.round(probability * of);
