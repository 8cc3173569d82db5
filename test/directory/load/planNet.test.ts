import type { Resource } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { isRecordType } from '../../../src/directory/load/recordTypes.ts';
import { hasPackage, readPackage } from '../../support/packages.ts';
import { countsOf, loadResources, openStore } from './support.ts';

const name = 'hl7.fhir.us.davinci-pdex-plan-net-1.1.0';

it.runIf(hasPackage(name))(`every example of ${name} is loaded, and twice changes nothing`, async () => {
  const examples = [...readPackage(name)]
    .filter(([path]) => /\/example\/.*\.json$/.test(path))
    .map(([, content]): Resource => JSON.parse(content.toString('utf8')))
    .filter(({ resourceType }) => isRecordType(resourceType));
  expect(examples.length).toBeGreaterThan(40);
  const client = await openStore();
  const first = await loadResources(client, examples);
  expect(first.rejected).toEqual([]);
  expect(first.created).toBe(examples.length);
  const again = await loadResources(client, examples);
  expect(countsOf(again)).toEqual({ created: 0, changed: 0, unchanged: examples.length, ended: 0, rejected: 0 });
});
