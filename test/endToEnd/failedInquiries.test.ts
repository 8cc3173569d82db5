import type { Bundle, ClaimItem, ClaimResponse } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import { concept } from '../../src/fhir/elements.ts';
import { x12 } from '../../src/fhir/systems.ts';
import { pasExtension } from '../../src/pas/codes.ts';
import { session } from '../conformance/inferno/session.ts';
import { bundleProblems, hasPackages } from '../conformance/responses/validate.ts';
import { answerOf } from '../http/inquiries.ts';
import { exampleBundle } from '../intake/harness.ts';
import { request, updateOf } from '../intake/updates/support.ts';
import { type Asked, inquiry, urls } from '../pas/inquiry/inquiries.ts';
import { claimResponseIn, type Reply } from '../support/fhirHttp.ts';

/** Requests that fail for a business error, by its X12 901. */
const files = {
  '71': '1-71-birth-date-contradicts',
  '75': '1-75-member-not-found',
  '75 never covered': '1-75-never-covered',
  '79': '1-79-other-payer',
} as const;
type Failed = keyof typeof files | '33';
const failed: readonly Failed[] = ['71', '75', '75 never covered', '79', '33'];

const service = session();
const answers = new Map<Failed, ClaimResponse>();

beforeAll(async () => {
  for (const name of Object.keys(files) as (keyof typeof files)[])
    answers.set(name, await answerTo(exampleBundle(`requests/${files[name]}.json`)));
  const before = request('10-child-adult-specialist');
  await service.decide(await answerTo(before.bundle), { decision: 'deny', reason: 'Criterion VI.B is not met.' });
  answers.set('33', await answerTo(updateOf(before, () => {}).bundle));
});

async function answerTo(bundle: Bundle): Promise<ClaimResponse> {
  return claimResponseIn(await service.submit(bundle));
}

async function found(asked: Asked): Promise<readonly Bundle[]> {
  return bundlesIn(await service.inquire(inquiry(asked)));
}

function bundlesIn({ body }: Reply): readonly Bundle[] {
  if (body.resourceType !== 'Parameters') throw new Error(JSON.stringify(body));
  return (body.parameter ?? []).flatMap(({ resource }) => (resource?.resourceType === 'Bundle' ? [resource] : []));
}

/** Which of the requests that failed it finds. */
async function errorsFound(asked: Asked): Promise<readonly Failed[]> {
  const ids = (await found(asked)).map((bundle) => answerOf(bundle).id);
  return failed.filter((name) => ids.includes(answers.get(name)?.id));
}

describe('a request that failed for a business error is found by the number it was sent with, by a party to it', () => {
  /** A child, and who asked for it. */
  const child = { member: 'RC100003', npi: '1800000170' };
  const rows: readonly (readonly [who: string, asked: Asked, told: readonly Failed[]])[] = [
    ['the requestor', { member: 'RC999999' }, ['75']],
    ['the professional who ordered', { member: 'RC999999', npi: '1900000260' }, ['75']],
    ['the professional who was to perform', { member: 'RC999999', npi: '1900000112' }, ['75']],
    ['the clinic where it was to be performed', { member: 'RC999999', npi: '1800000113' }, ['75']],
    ['who names a party in the care team', { member: 'RC999999', npi: '1800000139', careTeam: '1900000112' }, ['75']],
    ['the requestor about a person whom the plan never covered', { member: 'RC100013' }, ['75 never covered']],
    ['the requestor about a member of record', {}, ['71', '79']],
    ['the requestor who has corrected the date of birth', { birthDate: '1968-04-12' }, ['71', '79']],
    ['the requestor who has not', { birthDate: '1986-12-04' }, ['71', '79']],
    ['the requestor who asks the other payer', { payer: '1800000998' }, ['71', '79']],
    ['the requestor of an update that was refused', child, ['33']],
    ['an organization that is no party', { member: 'RC999999', npi: '1800000139' }, []],
    ['a professional who is no party', { member: 'RC999999', npi: '1900000385' }, []],
    ['whoever gives the NPI of the payer', { member: 'RC999999', npi: '1800000014' }, []],
    ['whoever gives the NPI of the other payer', { npi: '1800000998' }, []],
    ['the requestor by another number', { member: 'RC999998' }, []],
    ['the requestor by a part of the number', { member: 'RC99999' }, []],
    ['somebody else about a member of record', { npi: '1800000139' }, []],
    ['somebody else about the update', { ...child, npi: '1800000139' }, []],
  ];
  it.for(rows)('%s, by %o: %j', async ([, asked, told]) => expect(await errorsFound(asked)).toEqual(told));

  it.for(rows.filter(([, , told]) => told.length === 0))('%s, by %o: an answer as to no match', async ([, asked]) => {
    const { status, body } = await service.inquire(inquiry(asked));
    expect([status, body]).toEqual([200, { resourceType: 'Parameters' }]);
  });
});

describe('the example holds for it as for others', () => {
  const today = Temporal.Now.plainDateISO('America/Los_Angeles');
  const action = (code: string): Partial<ClaimItem> => ({
    extension: [{ url: pasExtension.reviewActionCode, valueCodeableConcept: concept(x12(306), code) }],
  });
  const number = (valueString: string): Partial<ClaimItem> => ({
    extension: [{ url: pasExtension.administrationReferenceNumber, valueString }],
  });
  const rows: readonly (readonly [example: string, asked: Asked, isFound: boolean])[] = [
    ['its diagnosis', { diagnoses: ['I50.22'] }, true],
    ['another diagnosis', { diagnoses: ['I25.10'] }, false],
    ['what an item asked for', { items: [{ category: concept(x12(1365), '3') }] }, true],
    ['what no item asked for', { items: [{ category: concept(x12(1365), '42') }] }, false],
    ['the day of receipt, as no day was asked for', { items: [{ servicedDate: today.toString() }] }, true],
    ['a day before', { items: [{ servicedDate: today.subtract({ days: 1 }).toString() }] }, false],
    ['that it is pended: no item has an answer', { items: [action('A4')] }, false],
    ['that it is certified', { items: [action('A1')] }, false],
    ['a number: none was given', { items: [number('REF000000000000')] }, false],
  ];
  it.for(rows)('%s, by %o: %j', async ([, asked, isFound]) => {
    expect(await errorsFound({ ...asked, member: 'RC999999' })).toEqual(isFound ? ['75'] : []);
  });
});

describe('it is told as it was to its requestor', () => {
  const asks: readonly (readonly [name: Failed, asked: Asked])[] = [
    ['71', { diagnoses: ['I50.22'] }],
    ['75', { member: 'RC999999' }],
    ['75 never covered', { member: 'RC100013' }],
    ['79', {}],
    ['33', { member: 'RC100003', npi: '1800000170' }],
  ];
  const bundleOf = async (name: Failed, asked: Asked) => {
    const bundle = (await found(asked)).find((each) => answerOf(each).id === answers.get(name)?.id);
    if (!bundle) throw new Error(`${name} is not found`);
    return bundle;
  };

  it.for(asks)('%s', async ([name, asked]) => {
    const told = answerOf(await bundleOf(name, asked));
    const given = answers.get(name);
    for (const element of ['id', 'outcome', 'error', 'processNote', 'created', 'identifier', 'item'] as const)
      expect(told[element], element).toEqual(given?.[element]);
    expect(told.error?.map(({ code }) => code.coding?.[0]?.code)).toEqual([name.slice(0, 2)]);
    expect(told.patient).toEqual({ reference: urls.patient });
  });

  it.skipIf(!hasPackages).for(asks)('%s is conformant', async ([name, asked]) => {
    expect(bundleProblems(await bundleOf(name, asked), 'profile-pas-inquiry-response-bundle')).toEqual([]);
  });

  it('what makes it found is not told', async () => {
    const told = answerOf(await bundleOf('75', { member: 'RC999999' }));
    expect([told.meta?.tag, answers.get('75')?.meta?.tag]).toEqual([undefined, undefined]);
  });

  it('a member is named by the number that the inquirer gave', async () => {
    const asked = inquiry({ member: 'RC999999' });
    for (const { resource } of asked.entry ?? [])
      if (resource?.resourceType === 'Patient')
        resource.identifier = resource.identifier?.map((number) => ({ ...number, value: 'RC999998' }));
    const told = bundlesIn(await service.inquire(asked)).map(answerOf);
    expect(told.map(({ id }) => id)).toEqual([answers.get('75')?.id]);
    expect(told[0]?.patient).toMatchObject({ type: 'Patient', identifier: { value: 'RC999999' } });
  });
});
