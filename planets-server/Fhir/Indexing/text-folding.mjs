import { readFileSync } from 'node:fs';

// Writes text-folding.txt: for every character that a string search reads differently, the text it is read as. Of those beyond the basic
// plane that is kanji alone; the runtime knows the rest (Deseret and the like have cases).
// Run with: node text-folding.mjs > text-folding.txt
// Compatibility forms become plain ones (NFKC: half and full width, circled digits, squared words, compatibility ideographs),
// upper case becomes lower, Latin, Greek and Cyrillic letters lose their accents, katakana becomes hiragana, variants of a kanji become
// the one form that kanji-variants.txt gives. Whoever changes what comes of it raises TextFolding.Version.
const accent = /[\u0300-\u036f]/;
const accents = /[\u0300-\u036f]/g;
const hiragana = letter => letter >= '\u30a1' && letter <= '\u30f6' ? String.fromCharCode(letter.charCodeAt(0) - 0x60) : letter;
const withoutAccents = letter => accent.test(letter.normalize('NFD')) ? letter.normalize('NFD').replace(accents, '') : letter;
const kanji = new Map(readFileSync(new URL('kanji-variants.txt', import.meta.url), 'utf8').split('\n')
  .filter(line => line && !line.startsWith('#')).map(line => line.split(' '))
  .flatMap(([form, variants]) => [...variants].map(variant => [variant, form])));
const step = text => [...[...text.normalize('NFKC').toUpperCase().toLowerCase()].map(withoutAccents).join('').normalize('NFKC')]
  .map(hiragana).map(letter => kanji.get(letter) ?? letter).join('');
// What one step makes may fold further, as capital sharp s does to sharp s and on to ss.
const folded = text => step(text) === text ? text : folded(step(text));

console.log(`# Unicode ${process.versions.unicode}. Made by text-folding.mjs: a character, a space, the text it is read as.`);
for (let code = 0x80; code <= 0x2ffff; code++) {
  const letter = String.fromCodePoint(code);
  if (code >= 0xd800 && code <= 0xf8ff || code > 0xffff && code < 0x20000 || /\s/.test(letter))
    continue;
  // Variation selectors tell glyphs apart that a search does not.
  const text = code >= 0xfe00 && code <= 0xfe0f ? '' : folded(letter);
  if (text !== letter)
    console.log(`${letter} ${text}`);
}
