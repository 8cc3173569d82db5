import type { Bundle, Claim } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import {
  bundle,
  defects,
  type Expectation,
  expectations,
  isNpi,
  npis,
  only,
  references,
  resources,
  text,
  withTypedReferences,
} from './examples.ts';
import {
  isAffiliated,
  isInNetwork,
  memberNumbers,
  memberNumbersOf,
  practitionerOf,
  rolesInNetwork,
  rolesOf,
  specialties,
  takesNoNewPatients,
} from './record.ts';

const readable = expectations.filter(({ row }) => row > 0);
const answered = readable.filter(({ outcome }) => outcome === 'complete');
const ofRow = (row: number): readonly Expectation[] => answered.filter((expectation) => expectation.row === row);

function claimOf(sent: Bundle): Claim {
  const [claim] = only(resources(sent), 'Claim');
  if (claim === undefined) throw new Error('The example has no Claim');
  return claim;
}

/** NPIs of whom the request asks for: care team and performers, organizations only when nobody is named. */
function requestedNpis(sent: Bundle): readonly string[] {
  const byUrl = new Map(sent.entry?.map((entry) => [entry.fullUrl, entry.resource]));
  const performers = only(resources(sent), 'ServiceRequest').flatMap((request) => request.performer ?? []);
  const asked = [...(claimOf(sent).careTeam ?? []).map((member) => member.provider), ...performers];
  return asked.flatMap((reference) => {
    const resource = byUrl.get(reference.reference);
    return npis(resource?.resourceType === 'PractitionerRole' ? byUrl.get(resource.practitioner?.reference) : resource);
  });
}

function isUrgent(sent: Bundle): boolean {
  const marks = /"code":"(U|stat|R45\.851)"|"priority":"(urgent|asap|stat)"/;
  return marks.test(JSON.stringify(sent));
}

describe('a request', () => {
  test.each(readable)('$file is valid base R4', ({ file }) => {
    expect(defects(withTypedReferences(bundle(file)))).toEqual([]);
  });

  test.each(readable)('$file is a PAS request Bundle', ({ file }) => {
    const sent = bundle(file);
    const urls = (sent.entry ?? []).map(({ fullUrl }) => fullUrl ?? '');
    expect(sent.type).toBe('collection');
    expect(sent.identifier?.value).toBeTruthy();
    expect(sent.timestamp).toBeTruthy();
    expect(sent.entry?.[0]?.resource?.resourceType).toBe('Claim');
    expect(
      urls.filter((url) => !/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(url)),
    ).toEqual([]);
    expect(new Set(urls).size).toBe(urls.length);
    expect(new Set([urls[0], ...references(sent)])).toEqual(new Set(urls));
  });

  test.each(readable)('$file has the mandatory elements of each item', ({ file }) => {
    for (const item of claimOf(bundle(file)).item ?? []) {
      const urls = item.extension?.map(({ url }) => url.split('/').at(-1)) ?? [];
      expect(urls).toEqual(
        expect.arrayContaining([
          'extension-serviceItemRequestType',
          'extension-certificationType',
          'extension-itemTraceNumber',
        ]),
      );
      expect([item.category, item.productOrService, item.locationCodeableConcept]).not.toContain(undefined);
    }
  });

  test.each(readable)('$file names people by valid NPIs', ({ file }) => {
    expect(npis(bundle(file)).length).toBeGreaterThan(0);
    expect(npis(bundle(file)).filter((npi) => !isNpi(npi))).toEqual([]);
  });

  test.each(readable)('$file is $urgency by what it carries', ({ file, urgency }) => {
    expect(isUrgent(bundle(file))).toBe(urgency === 'urgent');
  });

  test.each(answered)('$file: the member is of record, and each item is answered', ({ file, items }) => {
    const sent = bundle(file);
    expect(memberNumbersOf(sent).map((number) => memberNumbers.has(number))).toEqual([true]);
    expect(claimOf(sent).item?.map(({ sequence }) => sequence)).toEqual(items.map(({ sequence }) => sequence));
  });

  test.each(answered.filter(({ row }) => row !== 4))('$file has no service date that would expire', ({ file }) => {
    expect(text(file)).not.toContain('"serviced');
  });
});

describe('the data of record bear out', () => {
  test.each(ofRow(5))('$file: nobody is requested', ({ file }) => {
    expect(requestedNpis(bundle(file))).toEqual([]);
  });

  test.each([...ofRow(6), ...ofRow(7), ...ofRow(8)])(
    '$file: whoever is requested has a place in network',
    ({ file }) => {
      const requested = requestedNpis(bundle(file));
      expect(requested.length).toBeGreaterThan(0);
      expect(requested.filter((npi) => !rolesOf(npi).some(isInNetwork) && !isAffiliated(npi))).toEqual([]);
    },
  );

  test.each(ofRow(9))(
    '$file: one person, out of network, enrolled, and no open network role of the specialty',
    ({ file }) => {
      const [npi = '', ...others] = requestedNpis(bundle(file));
      const wanted = rolesOf(npi).flatMap(specialties);
      expect(others).toEqual([]);
      expect(wanted.length).toBeGreaterThan(0);
      expect(rolesOf(npi).filter(isInNetwork)).toEqual([]);
      expect(JSON.stringify(practitionerOf(npi))).toContain('"medi-cal-enrolled"');
      const open = rolesInNetwork.filter((role) => !takesNoNewPatients(role));
      expect(open.filter((role) => specialties(role).some((code) => wanted.includes(code)))).toEqual([]);
    },
  );
});
