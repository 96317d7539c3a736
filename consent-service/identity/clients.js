import { readFileSync } from 'node:fs';

/**
 * The provider's client store: the platform's own clients from a file, all others from consent-service's registry.
 */
export class Clients {
  constructor(file, consentService) {
    this.own = new Map(JSON.parse(readFileSync(file, 'utf8')).map(client => [client.client_id, client]));
    this.consentService = consentService;
  }

  async find(id) {
    return this.own.get(id) ?? this.consentService.client(id);
  }

  /** Public keys of one of the platform's own clients, as a JWK Set. */
  keysOf(id) {
    const keys = this.own.get(id)?.jwks;
    if (!keys)
      throw new Error(`The clients file holds no client ${id} with keys.`);
    return keys;
  }
}
