import { expect, it } from 'vitest';
import { describeRejection } from '../../../src/directory/load/index.ts';
import { loadPlanData, ndjson, npiSystem, openStore, plan, today, writeFiles } from './support.ts';

it.for<[system: string, value: string, faults: readonly string[]]>([
  [npiSystem, '1234567893', []],
  [npiSystem, '1234567890', ['Practitioner.identifier[1].value: 1234567890 is no NPI']],
  [npiSystem, '0000000006', ['Practitioner.identifier[1].value: 0000000006 is no NPI']],
  [npiSystem, 'NPI-of-an-example', []],
  ['urn:other', '1234567890', []],
])('a professional with %s|%s: %j', async ([system, value, faults]) => {
  const identifier = [
    { system: 'urn:first', value: '1' },
    { system, value },
  ];
  const files = await writeFiles({ 'plan.ndjson': ndjson([{ ...plan.practitioner, identifier }]) });
  const { rejected } = await loadPlanData(await openStore(), files, { today });
  expect(rejected.flatMap(describeRejection)).toEqual(faults.map((fault) => expect.stringContaining(fault)));
});
