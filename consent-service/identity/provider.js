import Provider from 'oidc-provider';
import { Artifacts } from './artifacts.js';
import { errorPage, signOutPage, signedOutPage } from './pages.js';
import { STATIC_SCOPES, resourceIndicators } from './scopes.js';
import { addLaunchContext } from './smart.js';

const MINUTE = 60;
const DAY = 24 * 3600;

/** A refresh token is rotated at each use and lives this long after the last one; a grant ends for good after a year. */
const TTL = {
  AuthorizationCode: 60,
  Grant: 365 * DAY,
  IdToken: 10 * MINUTE,
  Interaction: 15 * MINUTE,
  RefreshToken: 30 * DAY,
  Session: 8 * 60 * MINUTE,
};

/** The OpenID provider, without pages of its own for sign-in and approval. */
export function createProvider({ configuration, pool, keys, clients, consentService, issued }) {
  const secure = configuration.issuer.startsWith('https:');
  const { accessTokenSeconds } = configuration;
  const provider = new Provider(configuration.issuer, {
    adapter: model => model === 'Client' ? clients : new Artifacts(model, pool),
    jwks: { keys: keys.signing },
    cookies: {
      keys: keys.cookies,
      names: { session: 'phr_session', interaction: 'phr_interaction', resume: 'phr_resume' },
      long: { httpOnly: true, sameSite: 'lax', secure, path: new URL(configuration.issuer).pathname },
      short: { httpOnly: true, sameSite: 'lax', secure },
    },
    clientDefaults: { id_token_signed_response_alg: 'ES256', token_endpoint_auth_method: 'none', response_types: ['code'] },
    clientAuthMethods: ['none', 'private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: ['ES384', 'RS384'], idTokenSigningAlgValues: ['ES256'] },
    extraClientMetadata: { properties: ['phr_role', 'phr_org', 'phr_scopes', 'phr_name_ja'] },
    responseTypes: ['code'],
    scopes: STATIC_SCOPES,
    claims: { openid: ['sub'], fhirUser: ['fhirUser'] },
    conformIdTokenClaims: false,   // There is no userinfo endpoint that could give the claims instead.
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: mayIntrospect },
      revocation: { enabled: true },
      userinfo: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      rpInitiatedLogout: { enabled: true, logoutSource: signOutPage, postLogoutSuccessSource: signedOutPage },
      resourceIndicators: resourceIndicators(configuration, consentService),
    },
    formats: { customizers: { jwt: (ctx, token, jwt) => issued.record(ctx, token, jwt) } },
    interactions: { url: (_ctx, interaction) => `${new URL(configuration.issuer).pathname}/interaction/${interaction.uid}` },
    ttl: { ...TTL, AccessToken: accessTokenSeconds, ClientCredentials: accessTokenSeconds },
    rotateRefreshToken: () => true,
    clientBasedCORS: allowsOrigin,
    extraTokenClaims: (_ctx, token) => claimsOf(token),
    findAccount: (_ctx, id) => findAccount(consentService, id),
    renderError: errorPage,
  });
  provider.proxy = true;   // server.js sets the forwarded headers itself, from the issuer.
  provider.use(issued.middleware);
  provider.use(addLaunchContext);
  return provider;

  async function claimsOf(token) {
    if (token.kind === 'ClientCredentials')
      return present({ phr_role: token.client.phr_role, phr_org: token.client.phr_org });
    const { phr_role, phr_org, patient, fhirUser } = await consentService.account(token.accountId);
    return present({ phr_role, phr_org, patient, fhirUser });
  }
}

async function findAccount(consentService, id) {
  const account = await consentService.account(id);
  return account && {
    accountId: id,
    role: account.phr_role,
    patient: account.patient,
    claims: async () => present({ sub: id, fhirUser: account.fhirUser }),
  };
}

// A resource server asks about any token; everyone else about their own.
function mayIntrospect(_ctx, client, token) {
  return client.phr_role === 'service' || token.clientId === client.clientId;
}

// A browser app reaches the token endpoint from where it was redirected to, and from nowhere else.
function allowsOrigin(_ctx, origin, client) {
  return client.redirectUris?.some(uri => URL.parse(uri)?.origin === origin) === true;
}

const present = claims => Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined && value !== null));
