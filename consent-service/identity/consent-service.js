import { SignJWT, importJWK } from 'jose';

const TIMEOUT_MS = 5000;

/** Life of the provider's own token, in seconds. It never leaves the platform. */
const OWN_TOKEN_SECONDS = 120;

/**
 * What consent-service knows and the provider asks: clients, accounts, scopes. The provider signs the token for it itself, as the
 * issuer that it is.
 */
export class ConsentService {
  constructor(configuration, signingKey) {
    this.base = configuration.consentService.replace(/\/$/, '');
    this.claims = { iss: configuration.issuer, aud: configuration.fhirBase, sub: 'identity', client_id: 'identity', phr_role: 'service' };
    this.key = signingKey;
    this.token = { value: '', expiresAt: 0 };
  }

  /** Metadata of a registered client; undefined where there is none. */
  client(id) {
    return this.#ask('GET', `/internal/identity/clients/${encodeURIComponent(id)}`);
  }

  /** `{sub, phr_role, phr_org?, patient?, fhirUser?}` of an account that may sign in; undefined where there is none. */
  account(id) {
    return this.#ask('GET', `/internal/identity/accounts/${encodeURIComponent(id)}`);
  }

  /**
   * Those of the requested scopes that are scopes, that we enforce, and that client and role may have.
   * @param {{requested: string, allowed: string, role: string | null}} question words separated by blanks
   * @returns {Promise<string>} words of `requested`, unchanged
   */
  async grantedScopes(question) {
    return (await this.#ask('POST', '/internal/identity/scopes', question)).granted;
  }

  async #ask(method, path, body) {
    const response = await fetch(this.base + path, {
      method,
      headers: { authorization: `Bearer ${await this.#ownToken()}`, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status === 404)
      return undefined;
    if (!response.ok)
      throw new Error(`consent-service answered ${response.status} to ${method} ${path}`);
    return response.json();
  }

  async #ownToken() {
    const now = Math.floor(Date.now() / 1000);
    if (now >= this.token.expiresAt - 30) {
      const expiresAt = now + OWN_TOKEN_SECONDS;
      const value = await new SignJWT({ ...this.claims, iat: now, exp: expiresAt, jti: crypto.randomUUID() })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: this.key.kid })
        .sign(await importJWK(this.key, 'ES256'));
      this.token = { value, expiresAt };
    }
    return this.token.value;
  }
}
