import { hash } from 'node:crypto';
import { errors } from 'oidc-provider';
import { sql } from './sql.js';

const FIND = sql('artifacts/find');
const FIND_SESSION = sql('artifacts/find-session');
const UPSERT = sql('artifacts/upsert');
const CLAIM = sql('artifacts/claim');
const CONSUME = sql('artifacts/consume');
const DESTROY = sql('artifacts/destroy');
const REVOKE_GRANT = sql('artifacts/revoke-grant');

/** Sessions are kept this long where the provider states no time; all other artifacts state one. Seconds. */
const SECONDS_DEFAULT = 24 * 3600;

/** What is stored in place of an artifact's value. */
export const idOf = value => hash('sha256', value, 'base64url');

/**
 * Claims a name once: of any number of concurrent claims of the same name one is granted, until the name expires.
 * @returns {Promise<boolean>} whether this claim was the one
 */
export async function claimOnce(pool, kind, name, seconds) {
  return (await pool.query(CLAIM, [kind, idOf(name), Math.max(1, seconds)])).rowCount === 1;
}

/**
 * The provider's storage of one model, in PostgreSQL (oidc-provider, "adapter"). `consume` and the memory of used assertions are
 * atomic: of two requests with the same code, refresh token or assertion at the same moment one succeeds.
 */
export class Artifacts {
  constructor(model, pool) {
    this.model = model;
    this.pool = pool;
  }

  async find(value) {
    const { rows: [row] } = await this.pool.query(FIND, [this.model, idOf(value)]);
    return row && { ...row.payload, jti: value, ...(row.consumed === null ? {} : { consumed: Number(row.consumed) }) };
  }

  async findByUid(uid) {
    const { rows: [row] } = await this.pool.query(FIND_SESSION, [uid]);
    return row?.payload;
  }

  async findByUserCode() {
    return undefined;   // The device flow is off.
  }

  async upsert(value, { jti, ...payload }, seconds = SECONDS_DEFAULT) {
    if (this.model === 'ReplayDetection') {
      if (!await claimOnce(this.pool, this.model, value, seconds))
        throw new errors.InvalidClientAuth('client assertion tokens must only be used once');
      return;
    }
    await this.pool.query(UPSERT, [this.model, idOf(value), payload, payload.grantId ?? null, payload.uid ?? null, seconds]);
  }

  async consume(value) {
    if ((await this.pool.query(CONSUME, [this.model, idOf(value)])).rowCount === 0)
      throw new errors.InvalidGrant('already used');
  }

  async destroy(value) {
    await this.pool.query(DESTROY, [this.model, idOf(value)]);
  }

  async revokeByGrantId(grantId) {
    await this.pool.query(REVOKE_GRANT, [this.model, grantId]);
  }
}
