/** Requests to mobile-api with the person's token. */
import { accessToken, renewedToken } from './sign-in/session.js';

/** A request that was refused or failed. `status` 0: nobody answered. */
export class ApiError extends Error {
  constructor(status, problem) {
    super(problem?.title ?? `status ${status}`);
    this.status = status;
    this.problem = problem;
  }
}

export const get = (path, query) => ask('GET', path + queryOf(query));
export const post = (path, body, headers) => ask('POST', path, body, headers);
export const put = (path, body) => ask('PUT', path, body);
export const remove = path => ask('DELETE', path);

async function ask(method, path, body, headers = {}) {
  const token = await accessToken();
  let response = await send(method, path, body, headers, token);
  if (response.status === 401)
    response = await send(method, path, body, headers, await renewedToken());
  if (response.ok)
    return response.status === 204 ? null : response.json();
  throw new ApiError(response.status, await response.json().catch(() => null));
}

async function send(method, path, body, headers, token) {
  try {
    return await fetch(`/api/${path}`, {
      method, cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer',
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, null);
  }
}

function queryOf(query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
