import { createHmac } from 'node:crypto';
import * as querystring from 'node:querystring';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { Artifacts } from './artifacts.js';

const BODY_BYTES_MAX = 32 * 1024;

/**
 * Introspection and revocation of access tokens. They are JWTs, which the provider does not store and so cannot look up: here each is
 * recorded when issued, and a token that is asked about is exchanged for the name of its record. The name is keyed, because a
 * jti is no secret.
 */
export class IssuedTokens {
  constructor(pool, keys, issuer) {
    this.pool = pool;
    this.secret = keys.cookies[0];
    this.issuer = issuer;
    this.keySet = createLocalJWKSet({ keys: keys.signing.map(({ d, ...publicKey }) => publicKey) });
  }

  /** `formats.customizers.jwt`: runs before a token is signed. */
  async record(_ctx, token, { payload }) {
    const seconds = payload.exp - Math.floor(Date.now() / 1000);
    await new Artifacts(token.kind, this.pool).upsert(this.#name(payload.jti), {
      kind: token.kind, iat: payload.iat, exp: payload.exp, accountId: token.accountId, clientId: token.clientId,
      grantId: token.grantId, scope: token.scope, aud: token.aud, extra: token.extra, gty: token.gty,
    }, seconds);
  }

  /** Koa middleware before the provider's own. */
  middleware = async (ctx, next) => {
    if (ctx.method === 'POST' && /^\/token\/(introspection|revocation)$/.test(ctx.path) && ctx.is('application/x-www-form-urlencoded')) {
      const form = await readForm(ctx.req);
      if (form === undefined) {
        ctx.status = 413;
        return;
      }
      ctx.req.body = typeof form.token === 'string' ? { ...form, token: await this.#exchange(form.token) } : form;
    }
    await next();
  };

  async #exchange(token) {
    if (token.split('.').length !== 3)
      return token;
    try {
      const { payload } = await jwtVerify(token, this.keySet, { issuer: this.issuer, typ: 'at+jwt' });
      return this.#name(payload.jti);
    } catch {
      return 'unknown';   // Forged or expired: inactive, like any token that was never issued.
    }
  }

  #name(jti) {
    return createHmac('sha256', this.secret).update(jti).digest('base64url');
  }
}

async function readForm(request) {
  const chunks = [];
  let bytes = 0;
  // The connection stays: it still has to carry the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX)
      return undefined;
    chunks.push(chunk);
  }
  return { ...querystring.parse(Buffer.concat(chunks).toString('utf8')) };
}
