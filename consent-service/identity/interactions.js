import { createLocalJWKSet, jwtVerify } from 'jose';
import { claimOnce } from './artifacts.js';

/** Client whose key signs results of interactions: the service that has the pages. */
const PAGES = 'consent';

/** A result is good for as long as a redirect takes. Seconds. */
const RESULT_SECONDS_MAX = 60;

/**
 * The provider's side of sign-in and approval. The pages are consent-service's; the provider tells it what a browser is asked, and
 * takes the answer back through that browser. Both need the browser's interaction cookie, and the answer a signature as well, so
 * neither a link sent to another person nor a request without a browser finishes anything.
 */
export class Interactions {
  constructor(provider, configuration, clients, pool) {
    this.provider = provider;
    this.issuer = configuration.issuer;
    this.fhirBase = configuration.fhirBase;
    this.pool = pool;
    this.keySet = createLocalJWKSet(clients.keysOf(PAGES));
  }

  /** What the browser that sent these cookies is asked, or undefined when it is asked nothing under this uid. */
  async details(request, response, uid) {
    const interaction = await this.#of(request, response, uid);
    if (!interaction)
      return undefined;
    const { prompt, params, session } = interaction;
    const client = await this.provider.Client.find(params.client_id);
    return {
      uid,
      prompt: prompt.name,
      accountId: session?.accountId,
      scope: params.scope ?? '',
      redirectUri: params.redirect_uri,
      locales: params.ui_locales,
      loginHint: params.login_hint,
      client: client && { id: client.clientId, name: client.clientName, nameJa: client.phr_name_ja, scopes: client.phr_scopes ?? '' },
    };
  }

  /**
   * Finishes with a result that consent-service signed for this interaction: signed in, approved, or refused.
   * @returns {Promise<boolean>} false where the result is not one for this browser, or was used before
   */
  async finish(request, response, uid, result) {
    const interaction = await this.#of(request, response, uid);
    const signed = interaction && await this.#verify(result, uid);
    if (!signed || !await claimOnce(this.pool, 'InteractionResult', signed.jti, RESULT_SECONDS_MAX))
      return false;
    const answer = await this.#answer(interaction, signed);
    if (!answer)
      return false;
    await this.provider.interactionFinished(request, response, answer, { mergeWithLastSubmission: !('error' in answer) });
    return true;
  }

  async #of(request, response, uid) {
    try {
      const interaction = await this.provider.interactionDetails(request, response);
      return interaction.uid === uid ? interaction : undefined;
    } catch (error) {
      if (error.name === 'SessionNotFound')
        return undefined;
      throw error;
    }
  }

  async #verify(result, uid) {
    try {
      const { payload } = await jwtVerify(result, this.keySet, {
        issuer: PAGES, audience: this.issuer, typ: 'interaction-result+jwt', maxTokenAge: RESULT_SECONDS_MAX,
        requiredClaims: ['jti', 'exp', 'iat', 'uid'],
      });
      return payload.uid === uid ? payload : undefined;
    } catch {
      return undefined;
    }
  }

  async #answer({ prompt, params, session }, signed) {
    if (signed.denied)
      return { error: 'access_denied', error_description: 'the person did not approve' };
    if (prompt.name === 'login' && signed.sub)
      return { login: { accountId: signed.sub, amr: signed.amr, remember: true } };
    if (prompt.name === 'consent' && signed.sub === session?.accountId)
      return { consent: { grantId: await this.#grant(params, session.accountId, signed.scope) } };
    return undefined;
  }

  // A grant of its own for each approval: it holds what was ticked this time and nothing from before.
  async #grant(params, accountId, approved) {
    const grant = new this.provider.Grant({ accountId, clientId: params.client_id });
    const words = new Set(approved.split(' '));
    const requested = params.scope.split(' ');
    const [granted, rejected] = [requested.filter(word => words.has(word)), requested.filter(word => !words.has(word))];
    for (const [add, scopes] of [['add', granted], ['reject', rejected]]) {
      if (scopes.length === 0)
        continue;
      grant[`${add}OIDCScope`](scopes.join(' '));
      grant[`${add}ResourceScope`](this.fhirBase, scopes.join(' '));
    }
    return grant.save();
  }
}
