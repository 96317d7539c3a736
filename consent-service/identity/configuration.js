import { readFileSync } from 'node:fs';

/** Longest life of an access token, in seconds: 10 minutes, so that a revoked one is not accepted for long. */
const ACCESS_TOKEN_SECONDS_MAX = 600;

/** The same for the demonstration, whose tokens are used from scripts. */
const DEMO_ACCESS_TOKEN_SECONDS_MAX = 24 * 3600;

/**
 * The one JSON file that the provider is started with. Every member is required unless a default is given here.
 *
 * - `issuer`: URL that tokens name, on the origin of the sign-in pages; its path is where requests arrive
 * - `listen`: `{host, port}`, loopback or an inner network
 * - `database`: `{host, port, user, password, database}` of PostgreSQL
 * - `fhirBase`: audience of access tokens
 * - `consentService`: base URL of the service that knows clients, accounts and scopes
 * - `keysFolder`: where signing and cookie keys are kept
 * - `clientsFile`: the platform's own clients, as an array of client metadata
 * - `accessTokenSeconds`: 60 to 600, default 300; up to a day with `demo`
 *
 * @throws {Error} naming the member that is wrong
 */
export function readConfiguration(file) {
  const read = JSON.parse(readFileSync(file, 'utf8'));
  const configuration = { accessTokenSeconds: 300, demo: false, ...read };
  for (const member of ['issuer', 'fhirBase', 'consentService'])
    requireUrl(configuration, member);
  for (const member of ['keysFolder', 'clientsFile'])
    require(typeof configuration[member] === 'string', member, 'is a path');
  require(Number.isInteger(configuration.listen?.port) && typeof configuration.listen.host === 'string', 'listen', 'is {host, port}');
  require(typeof configuration.database?.database === 'string', 'database', 'is a PostgreSQL connection');
  const most = configuration.demo ? DEMO_ACCESS_TOKEN_SECONDS_MAX : ACCESS_TOKEN_SECONDS_MAX;
  const seconds = configuration.accessTokenSeconds;
  require(Number.isInteger(seconds) && seconds >= 60 && seconds <= most, 'accessTokenSeconds', `is 60 to ${most}`);
  return configuration;
}

function requireUrl(configuration, member) {
  const url = URL.parse(configuration[member]);
  require(url !== null && /^https?:$/.test(url.protocol) && !url.search && !url.hash, member, 'is an http(s) URL');
}

function require(holds, member, what) {
  if (!holds)
    throw new Error(`The provider's configuration: ${member} ${what}.`);
}
