/** Line icons of one weight, drawn in the colour of the text. Decoration: the words beside them say the same. */
import { drawing } from './elements.js';

const PATHS = {
  risk: 'M4 19V9m5 10V5m5 14v-8m5 8V8',
  timeline: 'M6 3v18M6 7h4m-4 5h4m-4 5h4M13 7h6m-6 5h6m-6 5h4',
  sharing: 'M12 3l7 3v5c0 4.6-3 8.2-7 10-4-1.8-7-5.4-7-10V6z M9 12l2.2 2.2L15.5 10',
  hospital: 'M4 21V6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v15M3 21h18M12 7.5v5m-2.5-2.5h5M10 21v-4h4v4',
  phone: 'M8 3h8a1.5 1.5 0 0 1 1.5 1.5v15A1.5 1.5 0 0 1 16 21H8a1.5 1.5 0 0 1-1.5-1.5v-15A1.5 1.5 0 0 1 8 3zM11 18h2',
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6L6 18',
  next: 'M9 6l6 6-6 6',
  person: 'M12 11.5a3.75 3.75 0 1 0 0-7.5 3.75 3.75 0 0 0 0 7.5zM5 20c.6-3.6 3.4-5.5 7-5.5s6.4 1.900 7 5.500',
};

export function icon(name) {
  return drawing('svg.icon', { viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' }, drawing('path', { d: PATHS[name] }));
}
