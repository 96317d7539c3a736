// Writes text-folding.txt: for every character of the basic plane that a string search reads differently, the text it is read as.
// Run with: node text-folding.mjs > text-folding.txt
// Compatibility forms become plain ones (NFKC: half and full width, circled digits, squared words, compatibility ideographs),
// upper case becomes lower, Latin, Greek and Cyrillic letters lose their accents, katakana becomes hiragana.
const accent = /[\u0300-\u036f]/;
const accents = /[\u0300-\u036f]/g;
const hiragana = letter => letter >= '\u30a1' && letter <= '\u30f6' ? String.fromCharCode(letter.charCodeAt(0) - 0x60) : letter;
const withoutAccents = letter => accent.test(letter.normalize('NFD')) ? letter.normalize('NFD').replace(accents, '') : letter;
const step = text => [...[...text.normalize('NFKC').toUpperCase().toLowerCase()].map(withoutAccents).join('').normalize('NFKC')]
  .map(hiragana).join('');
// What one step makes may fold further, as capital sharp s does to sharp s and on to ss.
const folded = text => step(text) === text ? text : folded(step(text));

console.log(`# Unicode ${process.versions.unicode}. Made by text-folding.mjs: a character, a space, the text it is read as.`);
for (let code = 0x80; code <= 0xffff; code++) {
  const letter = String.fromCharCode(code);
  if (code >= 0xd800 && code <= 0xf8ff || /\s/.test(letter))
    continue;
  // Variation selectors tell glyphs apart that a search does not.
  const text = code >= 0xfe00 && code <= 0xfe0f ? '' : folded(letter);
  if (text !== letter)
    console.log(`${letter} ${text}`);
}
