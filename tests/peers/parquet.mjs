// Reads Parquet with other people's code, or runs SQL in DuckDB. Requests come as one JSON object a line, answers go the same way:
//   {"engine": "duckdb" | "hyparquet", "read": "FILE"}  ->  {"columns": [{"name", "type", "values": [...]}]}
//   {"sql": "..."}                                      ->  {"columns": ..., "seconds": S}   (in DuckDB; one session for all requests)
//   any failure                                         ->  {"error": "..."}
// A value is null or text: numbers in digits (NaN, inf, -inf), dates as days and times as nanoseconds since 1970-01-01 or midnight,
// intervals as "months,days,nanoseconds", bytes as "0x" and hexadecimal digits.
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const require = createRequire(join(process.env.SEMBLANCE_PEERS, 'package.json'));
const load = async name => import(pathToFileURL(require.resolve(name)).href);

const number = value => Number.isNaN(value) ? 'NaN' : value === Infinity ? 'inf' : value === -Infinity ? '-inf' : Object.is(value, -0) ? '-0' : String(value);
const hex = bytes => '0x' + Buffer.from(bytes).toString('hex');

function digits(unscaled, scale) {
  const negative = unscaled < 0n;
  const text = (negative ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  return (negative ? '-' : '') + (scale === 0 ? text : text.slice(0, -scale) + '.' + text.slice(-scale));
}

function duckValue(value) {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'number': return number(value);
    case 'object': break;
    default: return String(value);
  }
  switch (value.constructor.name) {
    case 'DuckDBDateValue': return String(value.days);
    case 'DuckDBTimeValue': case 'DuckDBTimestampValue': case 'DuckDBTimestampTZValue': return String(value.micros * 1000n);
    case 'DuckDBTimeNSValue': return String(value.nanos);
    case 'DuckDBTimeTZValue': return String(value.micros * 1000n);
    case 'DuckDBTimestampSecondsValue': return String(value.seconds * 1000000000n);
    case 'DuckDBTimestampMillisecondsValue': return String(value.millis * 1000000n);
    case 'DuckDBTimestampNanosecondsValue': case 'DuckDBTimestampTZNanosecondsValue': return String(value.nanos);
    case 'DuckDBDecimalValue': return digits(value.value, value.scale);
    case 'DuckDBIntervalValue': return `${value.months},${value.days},${value.micros * 1000n}`;
    case 'DuckDBBlobValue': return hex(value.bytes);
    default: return value.bytes ? hex(value.bytes) : value.toString();
  }
}

let duck;
async function duckdb() {
  if (!duck) {
    const { DuckDBInstance } = await load('@duckdb/node-api');
    duck = await (await DuckDBInstance.create(':memory:')).connect();
  }
  return duck;
}

async function runSql(sql) {
  const connection = await duckdb();
  const start = process.hrtime.bigint();
  const reader = await connection.runAndReadAll(sql);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const names = reader.columnNames(), types = reader.columnTypes(), values = reader.getColumns();
  return { seconds, columns: names.map((name, i) => ({ name, type: types[i].toString(), values: (values[i] ?? []).map(duckValue) })) };
}

function hyValue(value) {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return number(value);
  if (value instanceof Date) return String(BigInt(value.getTime()) * 1000000n);
  if (value instanceof Uint8Array) return hex(value);
  return typeof value === 'object' ? JSON.stringify(value, (_, inner) => typeof inner === 'bigint' ? String(inner) : inner) : String(value);
}

async function readHyparquet(path) {
  const { parquetReadObjects, parquetMetadata, parquetSchema } = await load('hyparquet');
  const { compressors } = await load('hyparquet-compressors');
  const bytes = readFileSync(path);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const names = parquetSchema(parquetMetadata(file)).children.map(child => child.element.name);
  const rows = await parquetReadObjects({ file, compressors, utf8: false });
  return { columns: names.map(name => ({ name, type: '', values: rows.map(row => hyValue(row[name])) })) };
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const request = JSON.parse(line);
    answer = request.sql ? await runSql(request.sql)
      : request.engine === 'hyparquet' ? await readHyparquet(request.read)
      : await runSql(`SELECT * FROM read_parquet('${request.read.replaceAll("'", "''")}')`);
  } catch (error) {
    answer = { error: String(error?.message ?? error) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
