/**
 * Probabilities as people: one denominator in a card, so that its numbers can be compared (Trevena et al. 2013). Of 100; of 1,000 where one
 * of the probabilities is below 1 %.
 */
export function denominator(probabilities) {
  return probabilities.some(probability => probability < 0.01) ? 1000 : 100;
}

/** @param {number} probability 0 to 1 */
export const people = (probability, of) => Math.round(probability * of);
