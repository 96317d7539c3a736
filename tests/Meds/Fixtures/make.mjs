// Writes the files of this folder, each with the rows of rows.csv, by writers that share no code with the reader under test.
// See README.md for how to run it.
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import * as arrow from 'apache-arrow';
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetWriteBuffer } from 'hyparquet-writer';
import * as rust from 'parquet-wasm/node';

const folder = `${process.argv[2]}/`;
const rowGroupRows = 25;
const codes = ['LOINC//4548-4//%', 'LOINC//8480-6//mm[Hg]', 'ICD10//E119', 'LAB//血圧', 'YJ//3962002F2027'];
const answers = [null, '正常', 'he said "x", then left', null];

// Microseconds since 1970 of a wall clock, for no time zone is in MEDS.
const micros = text => BigInt(Date.parse(`${text}Z`)) * 1000n;

const rows = [];
for (let subject = 1; subject <= 6; subject++) {
  const id = BigInt(subject) * 1000n + 9007199254740993n; // beyond what a double holds
  const row = (time, code, value, text) => rows.push({ id, time, code, value, text });
  row(null, subject % 2 ? 'GENDER//F' : 'GENDER//M', null, null);
  row(micros(`19${60 + 3 * subject}-05-01T00:00:00`), 'MEDS_BIRTH', null, null);
  for (let i = 0; i < 10; i++)
    row(micros('2012-01-01T08:00:00') + BigInt(subject * 10 + i) * 86_461_000_000n, codes[(subject + i) % codes.length],
      i % 3 === 2 ? null : Math.fround(5 + ((subject * 7 + i * 13) % 97) / 10), answers[i % answers.length]);
}
const column = name => rows.map(row => row[name]);

// The least digits that give the same single.
const shortest = value => [...Array(9).keys()].map(digits => value.toPrecision(digits + 1)).find(text => Math.fround(text) === value);
const wall = time => new Date(Number(time / 1000n)).toISOString().slice(0, 19);
const quoted = text => `"${text.replaceAll('"', '""')}"`;
const cell = (value, shown) => value === null ? '' : shown(value);
const lines = rows.map(row =>
  [row.id, cell(row.time, wall), quoted(row.code), cell(row.value, shortest), cell(row.text, quoted)].join(','));
writeFileSync(`${folder}rows.csv`, ['subject_id,time,code,numeric_value,text_value', ...lines, ''].join('\n'));

// Rust's parquet crate, with Arrow types as MEDS has them.
const { MILLISECOND, MICROSECOND, NANOSECOND } = arrow.TimeUnit;
const inUnit = {
  [MILLISECOND]: time => time / 1000n, [MICROSECOND]: time => time, [NANOSECOND]: time => time * 1000n,
};

function timestamps(unit, zone) {
  const nullBitmap = new Uint8Array((rows.length + 7) >> 3);
  rows.forEach((row, i) => { if (row.time !== null) nullBitmap[i >> 3] |= 1 << (i & 7); });
  return new arrow.Vector([arrow.makeData({
    type: new arrow.Timestamp(unit, zone), length: rows.length, nullCount: rows.filter(row => row.time === null).length,
    data: BigInt64Array.from(column('time'), time => time === null ? 0n : inUnit[unit](time)), nullBitmap,
  })]);
}

function vectors({ unit = MICROSECOND, zone = null, doubles = false, codeType = new arrow.Utf8(), nothing = null }) {
  const ids = { type: new arrow.Int64(), length: rows.length, nullCount: 0, data: BigInt64Array.from(column('id')) };
  const numbers = column('value').map(value => value === null || !doubles ? value : Number(shortest(value)));
  return {
    subject_id: new arrow.Vector([arrow.makeData(ids)]),
    time: timestamps(unit, zone),
    code: arrow.vectorFromArray(column('code'), codeType),
    numeric_value: nothing ?? arrow.vectorFromArray(numbers, doubles ? new arrow.Float64() : new arrow.Float32()),
    text_value: nothing ?? arrow.vectorFromArray(column('text'), new arrow.LargeUtf8()),
    hadm_id: arrow.vectorFromArray(rows.map((_, i) => i), new arrow.Int32()),
  };
}

function rustFile(name, types, settings) {
  const all = vectors(types);
  const names = types.columns ?? Object.keys(all);
  const schema = new arrow.Schema(names.map(name => new arrow.Field(name, all[name].type, name !== 'subject_id')));
  const table = new arrow.Table(schema, Object.fromEntries(names.map(name => [name, all[name]])));
  let properties = new rust.WriterPropertiesBuilder().setMaxRowGroupSize(rowGroupRows).setDataPageSizeLimit(120).setWriteBatchSize(8)
    .setStatisticsEnabled(rust.EnabledStatistics.Chunk);
  for (const [key, value] of Object.entries(settings))
    properties = properties[key](value);
  const bytes = rust.writeParquet(rust.Table.fromIPCStream(arrow.tableToIPC(table, 'stream')), properties.build());
  writeFileSync(`${folder}rust-${name}.parquet`, bytes);
}

const { SNAPPY, GZIP, ZSTD, BROTLI, LZ4_RAW, UNCOMPRESSED } = rust.Compression;
const pages = (version, setCompression) => ({ setWriterVersion: rust.WriterVersion[version], setCompression });
rustFile('v1-zstd', { codeType: new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()) }, pages('V1', ZSTD));
rustFile('v1-snappy', {}, pages('V1', SNAPPY));
rustFile('v1-gzip', {}, pages('V1', GZIP));
rustFile('v1-brotli', {}, pages('V1', BROTLI));
rustFile('v1-lz4raw', {}, pages('V1', LZ4_RAW));
rustFile('v1-lz4', {}, pages('V1', rust.Compression.LZ4));
rustFile('v1-uncompressed', {}, pages('V1', UNCOMPRESSED));
rustFile('v2-zstd', {}, pages('V2', ZSTD));
rustFile('v2-snappy', {}, pages('V2', SNAPPY));
rustFile('v2-gzip', {}, pages('V2', GZIP));
rustFile('v2-uncompressed', {}, pages('V2', UNCOMPRESSED));
rustFile('plain', {}, { ...pages('V1', SNAPPY), setDictionaryEnabled: false });
rustFile('v2-delta', {}, { ...pages('V2', ZSTD), setDictionaryEnabled: false });
rustFile('dictionary-overflows', {}, { ...pages('V1', SNAPPY), setDictionaryPageSizeLimit: 40 });
rustFile('milliseconds', { unit: MILLISECOND, doubles: true }, pages('V1', ZSTD));
rustFile('nanoseconds', { unit: NANOSECOND }, pages('V1', ZSTD));
rustFile('utc', { zone: 'UTC' }, pages('V1', ZSTD));
rustFile('null-columns', { nothing: new arrow.Vector([arrow.makeData({ type: new arrow.Null(), length: rows.length })]) }, pages('V1', ZSTD));
rustFile('three-columns', { columns: ['code', 'time', 'subject_id'] }, pages('V1', ZSTD));

// DuckDB: an engine in C++ of its own.
const duck = await (await DuckDBInstance.create(':memory:')).connect();
const table = `read_csv('${folder}rows.csv', header = true, all_varchar = true)`;
const select = `select subject_id::bigint as subject_id, time::timestamp as time, code, numeric_value::float as numeric_value, text_value
  from ${table}`;
for (const [version, codec] of [['v1', 'zstd'], ['v2', 'snappy']])
  await duck.run(`copy (${select}) to '${folder}duckdb-${version}-${codec}.parquet'
    (format parquet, row_group_size ${rowGroupRows}, parquet_version ${version}, compression ${codec})`);
await duck.run(`copy (select distinct subject_id::bigint as subject_id,
  case subject_id::bigint % 3 when 0 then 'held_out' when 1 then 'tuning' else 'train' end as split from ${table} order by 1)
  to '${folder}subject_splits.parquet' (format parquet)`);

// hyparquet-writer: JavaScript, required columns, encodings of choice.
const time = { name: 'time', type: 'INT64', repetition_type: 'OPTIONAL' };
const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } };
const wallClock = { ...time, logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' } };
const write = (name, options) => writeFileSync(`${folder}hyparquet-${name}.parquet`, new Uint8Array(parquetWriteBuffer(options)));
const hyparquet = (name, codec, encodings, timeColumn) => write(name, {
  schema: [
    { name: 'schema', num_children: 5 }, { name: 'subject_id', type: 'INT64', repetition_type: 'REQUIRED' }, timeColumn,
    { ...text, name: 'code', repetition_type: 'REQUIRED' }, { name: 'numeric_value', type: 'FLOAT', repetition_type: 'OPTIONAL' },
    { ...text, name: 'text_value', repetition_type: 'OPTIONAL' },
  ],
  codec, rowGroupSize: rowGroupRows, pageSize: 256, compressors: { GZIP: input => gzipSync(input) },
  columnData: [['subject_id', 'id'], ['time', 'time'], ['code', 'code'], ['numeric_value', 'value'], ['text_value', 'text']].map(
    ([name, key]) => ({ name, data: column(key), ...(encodings[name] && { encoding: encodings[name] }) })),
});
hyparquet('snappy', 'SNAPPY', {}, wallClock);
hyparquet('gzip-delta', 'GZIP', {
  subject_id: 'DELTA_BINARY_PACKED', time: 'DELTA_BINARY_PACKED', code: 'DELTA_BYTE_ARRAY', numeric_value: 'BYTE_STREAM_SPLIT',
  text_value: 'DELTA_LENGTH_BYTE_ARRAY',
}, wallClock);
// As was written before the format had logical types.
hyparquet('converted-type', 'UNCOMPRESSED', {}, { ...time, converted_type: 'TIMESTAMP_MICROS' });
