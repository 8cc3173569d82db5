import type { ServiceRequest } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { defects, files, isNpi, npis, references, systemValue, text } from './examples.ts';
import { memberNumbers, memberNumbersOf } from './record.ts';

describe.each(files('service-requests/'))('%s', (file) => {
  const request = JSON.parse(text(file)) as ServiceRequest;

  test('is valid base R4', () => {
    expect(defects(request)).toEqual([]);
  });

  test('opens a case: active, an order, reason second opinion', () => {
    expect(request).toMatchObject({ resourceType: 'ServiceRequest', status: 'active', intent: 'order' });
    expect(systemValue('http://terminology.hl7.org/CodeSystem/v2-0336', request.reasonCode)).toEqual(['S']);
  });

  test('names its people by identifier only, the member by a number of record', () => {
    expect(references(request)).toEqual([]);
    expect(memberNumbersOf(request).map((number) => memberNumbers.has(number))).toEqual([true]);
    expect(npis(request.performer).map(isNpi)).toEqual([true]);
  });
});
