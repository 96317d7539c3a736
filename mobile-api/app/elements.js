/** Makes elements. Text is always text: nothing that a record holds can become markup. */
const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {string} name of the element, with classes: `p.hint`
 * @param {object} properties attributes; functions are listeners (`onclick`), false and null are left out
 * @param {...(Node|string|null|Array)} content
 */
export function element(name, properties = {}, ...content) {
  const [tag, ...classes] = name.split('.');
  return filled(document.createElement(tag), classes, properties, content);
}

/** The same for SVG. */
export function drawing(name, properties = {}, ...content) {
  const [tag, ...classes] = name.split('.');
  return filled(document.createElementNS(SVG, tag), classes, properties, content);
}

/** Puts new content in the place of the old. */
export function show(place, ...content) {
  place.replaceChildren(...present(content));
}

function filled(made, classes, properties, content) {
  if (classes.length > 0)
    made.setAttribute('class', classes.join(' '));
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function')
      made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false)
      made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...present(content));
  return made;
}

const present = content => content.flat(Infinity).filter(part => part !== null && part !== undefined && part !== false);
