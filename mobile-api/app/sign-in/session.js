/**
 * The person's tokens: the access token in memory only, the refresh token in sessionStorage, which ends with the tab. Code flow with PKCE
 * (RFC 7636, SMART App Launch 2.2); this app has no secret.
 */
const REFRESH = 'phr.refresh';
const PENDING = 'phr.sign-in';
// A token that ends while a request is under way would be refused.
const SPARE_MS = 20_000;

let settings = null;
let access = null;
let renewing = null;
let signedOut = () => {};

export class SignInNeeded extends Error {}

export const onSignedOut = listener => { signedOut = listener; };

export async function signInSettings() {
  settings ??= await fetch('/app/settings').then(response => response.json());
  return settings;
}

/** Sends the browser to the provider. */
export async function beginSignIn(language) {
  const { issuer, client, redirectUri, scope, audience } = await signInSettings();
  const [verifier, state] = [random(), random()];
  sessionStorage.setItem(PENDING, JSON.stringify({ verifier, state }));
  const challenge = base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
  location.assign(`${issuer}/auth?${new URLSearchParams({
    response_type: 'code', client_id: client, redirect_uri: redirectUri, scope, aud: audience, state, ui_locales: language,
    code_challenge: challenge, code_challenge_method: 'S256',
  })}`);
}

/** Takes the provider's answer out of the address. @returns {Promise<boolean>} whether the person is signed in */
export async function finishSignIn(answer) {
  const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? 'null');
  sessionStorage.removeItem(PENDING);
  if (!pending || answer.get('state') !== pending.state || !answer.get('code'))
    return false;
  const { client, redirectUri } = await signInSettings();
  return take({
    grant_type: 'authorization_code', code: answer.get('code'), redirect_uri: redirectUri, client_id: client,
    code_verifier: pending.verifier,
  });
}

/** Goes on with the tab's earlier sign-in, where there is one. */
export async function renew() {
  const refresh = sessionStorage.getItem(REFRESH);
  if (!refresh)
    return false;
  const { client } = await signInSettings();
  renewing ??= take({ grant_type: 'refresh_token', refresh_token: refresh, client_id: client }).finally(() => { renewing = null; });
  return renewing;
}

export async function accessToken() {
  return access && access.until > Date.now() + SPARE_MS ? access.token : renewedToken();
}

/** A token newer than the one that was refused. */
export async function renewedToken() {
  if (await renew())
    return access.token;
  signedOut('expired');
  throw new SignInNeeded();
}

export function dropTokens() {
  access = null;
  sessionStorage.removeItem(REFRESH);
}

/** Ends the sign-in here and at the provider. */
export async function signOut() {
  const refresh = sessionStorage.getItem(REFRESH);
  dropTokens();
  if (refresh) {
    const { issuer, client } = await signInSettings();
    // Whether or not the provider hears of it, this tab has forgotten the token.
    const body = new URLSearchParams({ token: refresh, client_id: client });
    await fetch(`${issuer}/token/revocation`, { method: 'POST', body }).catch(() => {});
  }
  signedOut();
}

async function take(form) {
  const { issuer } = await signInSettings();
  const response = await fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams(form) }).catch(() => null);
  if (!response?.ok) {
    if (response)
      dropTokens();
    return false;
  }
  const tokens = await response.json();
  access = { token: tokens.access_token, until: Date.now() + tokens.expires_in * 1000 };
  if (tokens.refresh_token)
    sessionStorage.setItem(REFRESH, tokens.refresh_token);
  return true;
}

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

function base64url(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
