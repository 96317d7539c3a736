// Drives a server with the clients that people use: node standard-clients.mjs BASE TOKEN. Prints what each step gave, one JSON object.
import assert from 'node:assert/strict';
import FHIR from 'fhirclient';
import { Client } from 'fhir-kit-client';
import { MedplumClient } from '@medplum/core';

const [base, token] = process.argv.slice(2);

const patient = (family) => ({ resourceType: 'Patient', name: [{ family, given: ['Hana'] }], birthDate: '1964-02-03' });
const observation = (subject, value) => ({
  resourceType: 'Observation', status: 'final', subject: { reference: subject },
  code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
  valueQuantity: { value, unit: 'mm[Hg]', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
});
const transaction = (family) => ({
  resourceType: 'Bundle', type: 'transaction',
  entry: [
    { request: { method: 'POST', url: 'Observation' }, resource: observation('urn:uuid:3b0c5f0a-1111-4c56-9e6e-2f8a5c1d0001', 120) },
    { fullUrl: 'urn:uuid:3b0c5f0a-1111-4c56-9e6e-2f8a5c1d0001', request: { method: 'POST', url: 'Patient' }, resource: patient(family) },
  ],
});
const status = (error) => error.response?.status ?? error.response?.statusCode ?? error.status ?? error.statusCode;

async function fhirKitClient() {
  const client = new Client({ baseUrl: base, bearerToken: token });
  const { id } = await client.create({ resourceType: 'Patient', body: patient('Kit') });
  const updated = await client.update({ resourceType: 'Patient', id, body: { ...patient('Kit'), id, gender: 'female' } });
  const patched = await client.patch({ resourceType: 'Patient', id, jsonPatch: [{ op: 'replace', path: '/gender', value: 'other' }] });
  const found = await client.search({ resourceType: 'Patient', searchParams: { family: 'Kit', _count: 1 } });
  const history = await client.history({ resourceType: 'Patient', id });
  const ofType = await client.typeHistory({ resourceType: 'Patient' });
  const ofAll = await client.systemHistory();
  const version = await client.vread({ resourceType: 'Patient', id, version: '1' });
  const batch = await client.transaction({ body: transaction('KitBundle') });
  await client.delete({ resourceType: 'Patient', id });
  const gone = await client.read({ resourceType: 'Patient', id }).then(() => 200, status);
  assert.equal(updated.meta.versionId, '2');
  assert.equal(patched.gender, 'other');
  assert.equal(found.entry[0].resource.id, id);
  assert.equal(history.entry.length, 3);
  assert.ok(ofType.entry.length >= 3 && ofAll.entry.length >= 3);
  assert.equal(version.gender, undefined);
  assert.deepEqual(batch.entry.map((entry) => entry.response.status.slice(0, 3)), ['201', '201']);
  assert.equal(gone, 410);
  return id;
}

async function medplum() {
  const client = new MedplumClient({ baseUrl: new URL(base).origin, fhirUrlPath: 'fhir/', accessToken: token, fetch, cacheTime: 0 });
  const created = await client.createResource(patient('Medplum'));
  const updated = await client.updateResource({ ...created, gender: 'female' });
  const patched = await client.patchResource('Patient', created.id, [{ op: 'add', path: '/active', value: true }]);
  const once = await client.createResourceIfNoneExist(patient('MedplumOnce'), 'family:exact=MedplumOnce');
  const twice = await client.createResourceIfNoneExist(patient('MedplumOnce'), 'family:exact=MedplumOnce');
  const [found] = await client.searchResources('Patient', { family: 'Medplum', _sort: '-_lastUpdated' });
  const graph = await client.graphql(
    'query Q($family: String!) { PatientList(family: $family) { id name { family } } }', 'Q', { family: 'MedplumOnce' });
  const history = await client.readHistory('Patient', created.id);
  const batch = await client.executeBatch(transaction('MedplumBundle'));
  await client.deleteResource('Patient', created.id);
  const gone = await client.readResource('Patient', created.id, { cache: 'reload' }).then(() => 'there', (error) => error.outcome.issue[0].code);
  assert.equal(updated.meta.versionId, '2');
  assert.equal(patched.active, true);
  assert.equal(once.id, twice.id);
  assert.ok(found.id);
  assert.deepEqual(graph.data.PatientList, [{ id: once.id, name: [{ family: 'MedplumOnce' }] }]);
  assert.equal(history.entry.length, 3);
  assert.equal(batch.entry.length, 2);
  assert.equal(gone, 'deleted');
  return created.id;
}

async function fhirClient() {
  const client = new FHIR.FhirClient(base);
  const headers = { authorization: `Bearer ${token}` };
  const created = await client.fhirRequest('Patient', {
    method: 'POST', headers: { ...headers, 'content-type': 'application/fhir+json' }, body: JSON.stringify(patient('Smart')),
  });
  const read = await client.fhirRequest(`Patient/${created.id}`, { headers });
  const patched = await client.fhirRequest(`Patient/${created.id}`, {
    method: 'PATCH', headers: { ...headers, 'content-type': 'application/json-patch+json' },
    body: JSON.stringify([{ op: 'add', path: '/active', value: true }]),
  });
  const found = await client.fhirRequest('Patient?family=Smart', { headers });
  const history = await client.fhirRequest(`Patient/${created.id}/_history`, { headers });
  const batch = await client.fhirRequest('', {
    method: 'POST', headers: { ...headers, 'content-type': 'application/fhir+json' }, body: JSON.stringify(transaction('SmartBundle')),
  });
  const statement = await client.fhirRequest('metadata');
  assert.equal(read.name[0].family, 'Smart');
  assert.equal(patched.active, true);
  assert.ok(found.entry.length >= 1);
  assert.equal(history.entry.length, 2);
  assert.equal(batch.entry.length, 2);
  assert.equal(statement.fhirVersion, '4.0.1');
  return created.id;
}

console.log(JSON.stringify({ fhirKitClient: await fhirKitClient(), medplum: await medplum(), fhirClient: await fhirClient() }));
