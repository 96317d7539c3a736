/** Notices that the record has changed, while somebody looks at the page. */
import { get } from './api.js';
import { SignInNeeded } from './sign-in/session.js';

const EVERY_MS = 2_000;
/** After a fault it asks more seldom. */
const AFTER_FAULT_MS = 30_000;

const listeners = new Set();
let position = null;
let timer = 0;
let watching = false;

/** @param {(change: {position: number}) => void} listener @returns {() => void} ends it */
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function startWatching() {
  watching = true;
  document.addEventListener('visibilitychange', onVisibility);
  plan(EVERY_MS);
}

export function stopWatching() {
  watching = false;
  position = null;
  listeners.clear();
  clearTimeout(timer);
  document.removeEventListener('visibilitychange', onVisibility);
}

/** Looks now: the person just changed something. */
export const lookNow = () => look();

async function look() {
  clearTimeout(timer);
  if (!watching || document.hidden)
    return;
  try {
    await compare();
    plan(EVERY_MS);
  } catch (fault) {
    if (!(fault instanceof SignInNeeded))
      plan(AFTER_FAULT_MS);
  }
}

async function compare() {
  if (position === null) {
    position = (await get('timeline', { count: 1 })).position;
    return;
  }
  const changes = await get('timeline/changes', { after: position });
  position = Math.max(position, changes.position);
  if (changes.reset || changes.items.length > 0 || changes.removed.length > 0)
    listeners.forEach(listener => listener({ position }));
}

function onVisibility() {
  if (!document.hidden)
    look();
}

function plan(delay) {
  clearTimeout(timer);
  if (watching)
    timer = setTimeout(look, delay);
}
