/** Japanese and English, and which of them the person reads. */
import { ja } from './ja.js';
import { en } from './en.js';

const KEPT = 'phr.language';
const WORDS = { ja, en };
const listeners = [];

let current = localStorage.getItem(KEPT) ?? (navigator.language.startsWith('ja') ? 'ja' : 'en');
document.documentElement.lang = current;

export const currentLanguage = () => current;
export const otherLanguage = () => current === 'ja' ? 'en' : 'ja';
export const onLanguage = listener => listeners.push(listener);

export function changeLanguage(language) {
  current = language;
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = language;
  document.title = t('app.name');
  listeners.forEach(listener => listener());
}

/** A text of the app, with `{name}` filled in. @throws {Error} when the app has no such text */
export function t(key, values = {}) {
  const text = WORDS[current][key];
  if (text === undefined)
    throw new Error(`No text ${key}.`);
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Whether there is such a text. */
export const hasText = key => WORDS[current][key] !== undefined;

/** What the platform said in both languages. */
export const said = wording => wording?.[current] ?? wording?.ja ?? wording?.en ?? '';

/** A whole number, grouped as the language groups. */
export const number = value => new Intl.NumberFormat(current).format(value);

/** @param {string} date FHIR dateTime; a year, a month or a day stays what it is */
export function day(date) {
  const [year, month, dayOfMonth] = date.slice(0, 10).split('-');
  const options = { year: 'numeric', ...(month ? { month: 'long' } : {}), ...(dayOfMonth ? { day: 'numeric' } : {}), timeZone: 'UTC' };
  return new Intl.DateTimeFormat(current, options).format(new Date(Date.UTC(year, (month ?? 1) - 1, dayOfMonth ?? 1)));
}

/** An instant in the reader's own time zone. */
export const moment = instant =>
  new Intl.DateTimeFormat(current, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
