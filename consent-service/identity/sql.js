import { readFileSync } from 'node:fs';

/** The text of one statement, by its path beside this file without `.sql`. */
export const sql = path => readFileSync(new URL(`./${path}.sql`, import.meta.url), 'utf8');
