/**
 * Probabilities as people: one denominator in a card, so that its numbers can be compared (Trevena et al. 2013). Of 100; of 1,000 where one
 * of those that are compared is below 1 %. model-service's sentences count the same way (RiskText).
 */
export function denominator(probabilities) {
  return probabilities.some(probability => probability < 0.01) ? 1000 : 100;
}

/** @param {number} probability 0 to 1 */
export const people = (probability, of) => Math.round(probability * of);
