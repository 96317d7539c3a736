/** Where the app stands when its page is opened: back from the provider, in the middle of a sign-in of this tab, or before any. */
import { finishSignIn, renew } from './session.js';

/** @returns {Promise<{signedIn: boolean, problem?: string}>} */
export async function resume() {
  if (location.pathname !== '/app/signed-in')
    return { signedIn: await renew() };
  const answer = new URLSearchParams(location.search);
  // The code works once and must not stay in the history.
  history.replaceState(null, '', '/');
  if (answer.has('error'))
    return { signedIn: false, problem: answer.get('error') === 'access_denied' ? 'declined' : 'failed' };
  const signedIn = await finishSignIn(answer);
  return signedIn ? { signedIn } : { signedIn, problem: 'failed' };
}
