/** A part of the sharing screen. */
import { element } from '../elements.js';

export function section(id, title, lead, ...content) {
  return element('section.card', { 'aria-labelledby': id },
    element('h2', { id }, title),
    lead ? element('p.hint', {}, lead) : null,
    ...content);
}
