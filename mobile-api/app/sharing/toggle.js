/** A switch. It goes back when what it asked for was not done. */
import { element } from '../elements.js';

/** @param {(on: boolean) => Promise<boolean>} turn whether it was done */
export function toggle(label, on, turn) {
  const input = element('input', {
    type: 'checkbox', role: 'switch', checked: on,
    onchange: async () => {
      input.disabled = true;
      if (!await turn(input.checked))
        input.checked = !input.checked;
      input.disabled = false;
    },
  });
  return element('label.toggle', {}, element('span', {}, label), input);
}
