import { readdirSync } from 'node:fs';
import pg from 'pg';
import { sql } from './sql.js';

const CONNECTIONS_MAX = 10;

/** Advisory lock under which migrations run, so that two providers that start together do not both make the tables. */
const MIGRATION_LOCK = 0x50687249;

/** Rows of expired artifacts that one sweep removes, so that a sweep never holds many locks. */
const PRUNED_MAX = 5000;

const MIGRATIONS = new URL('./Migrations/', import.meta.url);

const JOURNAL = `create table if not exists identity.migration (
  file text primary key, applied_at timestamptz not null default now())`;

/** A pool whose schema `identity` is up to date. */
export async function openDatabase(connection) {
  const pool = new pg.Pool({ max: CONNECTIONS_MAX, connectionTimeoutMillis: 5000, application_name: 'phr-identity', ...connection });
  // A connection that breaks while idle is replaced; without a listener it would end the process.
  pool.on('error', () => {});
  await migrate(pool);
  return pool;
}

/** Removes what has expired; returns how many rows. */
export async function prune(pool) {
  const removed = await pool.query(sql('artifacts/prune'), [PRUNED_MAX]);
  return removed.rowCount;
}

async function migrate(pool) {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query('create schema if not exists identity');
    await client.query(JOURNAL);
    const applied = new Set((await client.query('select file from identity.migration')).rows.map(row => row.file));
    for (const file of readdirSync(MIGRATIONS).filter(name => name.endsWith('.sql')).sort())
      if (!applied.has(file))
        await apply(client, file);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    client.release();
  }
}

async function apply(client, file) {
  await client.query('begin');
  try {
    await client.query(sql(`Migrations/${file.replace(/\.sql$/, '')}`));
    await client.query('insert into identity.migration (file) values ($1)', [file]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
