/** 100 people in ten rows, or 1,000 dots; those who are affected in the accent colour, those who would be spared outlined in it, the others hollow. */
import { drawing } from '../elements.js';

/**
 * @param {{affected: number, of: 100|1000, label: string, first?: number, spared?: number}} shown `label` says the same in words, `first` is
 * where the affected begin, behind whom stand the spared
 */
export function iconArray({ affected, of, label, first = 0, spared = 0 }) {
  const layout = of === 100 ? { columns: 10, step: 24, mark: person } : { columns: 40, step: 6, mark: dot };
  const size = layout.columns * layout.step;
  const rows = of / layout.columns;
  return drawing(of === 100 ? 'svg.icon-array' : 'svg.icon-array.many', {
    viewBox: `0 0 ${size} ${rows * layout.step}`, role: 'img', 'aria-label': label,
  },
    drawing('path.others', { d: marks(layout, 0, first) + marks(layout, first + affected + spared, of) }),
    spared > 0 ? drawing('path.spared', { d: marks(layout, first + affected, first + affected + spared) }) : null,
    drawing('path.affected', { d: marks(layout, first, first + affected) }));
}

function marks({ columns, step, mark }, from, to) {
  let path = '';
  for (let i = from; i < to; i++)
    path += mark((i % columns) * step, Math.floor(i / columns) * step);
  return path;
}

// Head and shoulders in a cell of 24 by 24.
const person = (x, y) =>
  `M${x + 12} ${y + 2.5}a3.9 3.9 0 1 0 .01 0zM${x + 4.6} ${y + 21}c0-6.400 2.700-9.300 7.400-9.300s7.400 2.900 7.400 9.300z`;

const dot = (x, y) => `M${x + 3} ${y + 1}a2 2 0 1 0 .01 0z`;
