/**
 * SMART App Launch 2.2 on top of OpenID Connect, where the two name things differently: `aud` is a resource indicator, and
 * offline_access stands for itself, without prompt=consent (it is then added: the person is always asked).
 * @param {string} url path and query of a request to the authorization endpoint
 */
export function asOpenIdRequest(url) {
  const [path, query = ''] = url.split('?', 2);
  const parameters = new URLSearchParams(query);
  if (parameters.has('aud') && !parameters.has('resource'))
    for (const audience of parameters.getAll('aud'))
      parameters.append('resource', audience.replace(/\/$/, ''));
  if (parameters.get('scope')?.split(' ').includes('offline_access') && !parameters.has('prompt'))
    parameters.set('prompt', 'consent');
  return `${path}?${parameters}`;
}

/** Koa middleware: adds the launch context to the token endpoint's answer (SMART, "launch context arrives with your access token"). */
export async function addLaunchContext(ctx, next) {
  await next();
  const { body } = ctx;
  if (ctx.oidc?.route !== 'token' || ctx.status !== 200 || !body?.access_token)
    return;
  const patient = ctx.oidc.entities.Account?.patient;
  if (patient && body.scope?.split(' ').includes('launch/patient'))
    ctx.body = { ...body, patient, need_patient_banner: false };
}
