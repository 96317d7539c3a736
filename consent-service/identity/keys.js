import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

/** Keys that are published at a time: the one that signs, and those whose tokens may still be under way. */
const SIGNING_KEYS_MAX = 3;

/**
 * The provider's secrets, made at the first start: ES256 keys as private JWKs, newest first (the first one signs), and the keys that
 * cookies are signed with.
 */
export async function loadKeys(folder) {
  const file = join(folder, 'identity.json');
  if (!existsSync(file))
    save(file, { signing: [await newSigningKey()], cookies: [randomBytes(32).toString('base64url')] });
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Puts a new key in front. The provider signs with it from its next start on and goes on publishing the older ones. */
export async function rotateKeys(folder) {
  const keys = await loadKeys(folder);
  const cookie = randomBytes(32).toString('base64url');
  save(join(folder, 'identity.json'), {
    signing: [await newSigningKey(), ...keys.signing].slice(0, SIGNING_KEYS_MAX),
    cookies: [cookie, ...keys.cookies].slice(0, SIGNING_KEYS_MAX),
  });
}

async function newSigningKey() {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' };
}

// Written beside and moved, so that a crash leaves the old keys.
function save(file, keys) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, JSON.stringify(keys), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
