// node server.js CONFIGURATION.json: the OpenID provider of the platform.
import { createServer } from 'node:http';
import { readConfiguration } from './configuration.js';
import { Clients } from './clients.js';
import { ConsentService } from './consent-service.js';
import { openDatabase, prune } from './database.js';
import { Interactions } from './interactions.js';
import { IssuedTokens } from './issued.js';
import { loadKeys } from './keys.js';
import { createProvider } from './provider.js';
import { asOpenIdRequest } from './smart.js';

const PRUNE_EVERY_MS = 60_000;
const REQUEST_TIMEOUT_MS = 30_000;

const NOT_YOURS = {
  error: 'access_denied', error_description: 'This sign-in was begun in another browser, is over, or was answered before.',
};

const configuration = readConfiguration(process.argv[2]);
const issuer = new URL(configuration.issuer);
const mount = issuer.pathname.replace(/\/$/, '');
const keys = await loadKeys(configuration.keysFolder);
const pool = await openDatabase(configuration.database);
const consentService = new ConsentService(configuration, keys.signing[0]);
const clients = new Clients(configuration.clientsFile, consentService);
const issued = new IssuedTokens(pool, keys, configuration.issuer);
const provider = createProvider({ configuration, pool, keys, clients, consentService, issued });
const interactions = new Interactions(provider, configuration, clients, pool);
const answerProtocol = provider.callback();

provider.on('server_error', (_ctx, error) => log('Error', 'server_error', { fault: fault(error.cause ?? error) }));

async function answer(request, response) {
  const path = request.url.split('?', 1)[0];
  // Whatever name the request came in under, the provider speaks as its issuer.
  request.headers.host = issuer.host;
  request.headers['x-forwarded-host'] = issuer.host;
  request.headers['x-forwarded-proto'] = issuer.protocol.slice(0, -1);
  const [, shown] = path.match(/^\/internal\/interactions\/([\w-]+)$/) ?? [];
  const [, finished] = path.slice(mount.length).match(/^\/interaction\/([\w-]+)\/finish$/) ?? [];
  if (path === '/health')
    return reply(response, 200, { status: 'ok' });
  if (shown)
    return showInteraction(request, response, shown);
  if (!path.startsWith(`${mount}/`))
    return reply(response, 404, {});
  if (finished)
    return finishInteraction(request, response, finished);
  request.originalUrl = path === `${mount}/auth` ? asOpenIdRequest(request.url) : request.url;
  request.url = request.originalUrl.slice(mount.length);
  return answerProtocol(request, response);
}

async function showInteraction(request, response, uid) {
  const details = await interactions.details(request, response, uid);
  reply(response, details ? 200 : 404, details ?? {});
}

async function finishInteraction(request, response, uid) {
  const result = new URL(request.url, issuer).searchParams.get('result') ?? '';
  response.setHeader('cache-control', 'no-store');
  response.setHeader('referrer-policy', 'no-referrer');
  if (request.method !== 'GET' || !await interactions.finish(request, response, uid, result))
    reply(response, 403, NOT_YOURS);
}

function reply(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

// Types and places only: messages may quote what a person sent.
function fault(error) {
  return `${error.name} ${error.code ?? ''}\n${error.stack?.split('\n').slice(1, 6).join('\n')}`;
}

function log(level, message, more) {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, service: 'identity', message, ...more })}\n`);
}

const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
  answer(request, response).catch(error => {
    log('Error', 'request failed', { fault: fault(error) });
    if (!response.headersSent)
      reply(response, 500, { error: 'server_error' });
    else
      response.destroy();
  });
});
const pruning = setInterval(() => prune(pool).catch(error => log('Warning', 'sweep failed', { fault: fault(error) })), PRUNE_EVERY_MS);

server.listen(configuration.listen.port, configuration.listen.host, () => {
  log('Information', 'listening', { port: server.address().port });
});

for (const signal of ['SIGTERM', 'SIGINT'])
  process.once(signal, () => {
    clearInterval(pruning);
    server.close(() => pool.end());
    server.closeIdleConnections();
  });
