import { errors } from 'oidc-provider';

/** Words that OpenID Connect or SMART define and that are no resource scopes. */
export const STATIC_SCOPES = ['openid', 'fhirUser', 'launch/patient', 'offline_access'];

/**
 * `features.resourceIndicators`: the FHIR base is the one resource, SMART's `aud` names it, and its scopes are those of the request
 * that consent-service grants. An unlisted scope is left out; where nothing is left the request fails, so that no token comes
 * without a scope.
 */
export function resourceIndicators(configuration, consentService) {
  const { fhirBase, accessTokenSeconds } = configuration;
  return {
    enabled: true,
    useGrantedResource: () => true,
    defaultResource(ctx, _client, oneOf) {
      if (oneOf === undefined && ctx.oidc.route === 'authorization')
        throw new errors.InvalidTarget('aud is required and names the FHIR base');
      return fhirBase;
    },
    async getResourceServerInfo(ctx, indicator, client) {
      if (indicator !== fhirBase)
        throw new errors.InvalidTarget('aud names another server than this one');
      const scope = await granted(ctx, indicator, client, consentService);
      return { scope, audience: fhirBase, accessTokenTTL: accessTokenSeconds, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } };
    },
  };
}

async function granted(ctx, indicator, client, consentService) {
  // At the token endpoint a request without scope means all of what was approved.
  const requested = ctx.oidc.params.scope ?? ctx.oidc.entities.Grant?.getResourceScope(indicator) ?? '';
  const role = client.phr_role ?? ctx.oidc.entities.Account?.role ?? null;
  const scope = await consentService.grantedScopes({ requested, allowed: client.phr_scopes ?? '', role });
  if (!scope)
    throw new errors.InvalidScope('no requested scope is supported here and allowed for this client', requested);
  return scope;
}
