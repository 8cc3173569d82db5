import type { StructureDefinition } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInquiry } from '../../src/pas/inquiry/readInquiry.ts';
import { readSubmission } from '../../src/pas/request/readSubmission.ts';
import { loadR4 } from '../pas/request/definitions.ts';
import { hasPackage, readPackage } from '../support/packages.ts';
import { type RunningServer, startServer, temporaryDirectory } from '../support/server.ts';
import { gapOf, KNOWN_GAPS } from './knownGaps.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import { RULE } from './mutations.ts';

const PACKAGE = 'hl7.fhir.us.davinci-pas-2.2.1';
const INQUIRY = 'PASClaimInquiry';
const EXAMPLES = [
  'ReferralAuthorization',
  'MedicalServicesAuthorization',
  'HomecareAuthorization',
  'HomecareAuthorizationUpdate',
  'SurgicalRequest',
  INQUIRY,
] as const;
const LEAST = 500;
/** Every so many of the mutants are sent to a server too. */
const SAMPLE = 20;

const official = hasPackage(PACKAGE) ? readPackage(PACKAGE) : new Map<string, Buffer>();
const structures = new Map(
  [...official]
    .filter(([path]) => path.startsWith('package/StructureDefinition-'))
    .map(([, content]): StructureDefinition => JSON.parse(content.toString('utf8')))
    .map((structure) => [structure.url, structure] as const),
);
const mutants: readonly Mutant[] = EXAMPLES.flatMap((name) => {
  const example = official.get(`package/example/Bundle-${name}BundleExample.json`);
  return example ? mutantsOf(name, example.toString('utf8'), structures) : [];
});

function refusalOf({ message, body }: Mutant): readonly string[] {
  const bytes = new TextEncoder().encode(body);
  const result = message === INQUIRY ? readInquiry(bytes, 'America/Los_Angeles') : readSubmission(bytes);
  return result.ok ? [] : result.outcome.issue.flatMap(({ expression = [] }) => expression);
}

/** The element, the list it is in, or what holds it: the nearest that is there. */
function names(expression: string, path: string): boolean {
  const plain = (text: string) => text.replace(/\[\d+\]$/, '');
  const owner = path.slice(0, path.lastIndexOf('.'));
  return (
    plain(expression) === plain(path) ||
    expression === owner ||
    expression.startsWith(`${path}.`) ||
    expression.startsWith(`${path}[`)
  );
}

const isCaught = (mutant: Mutant) => refusalOf(mutant).some((expression) => names(expression, mutant.path));
const titled = (mutant: Mutant) => [`${mutant.message}: ${mutant.path}: ${mutant.rule}`, mutant] as const;
const gapped = mutants.filter(({ profile, rule }) => gapOf(profile, rule));
const expected = mutants.filter(
  ({ profile, rule }) => gapOf(profile, rule) === undefined || gapOf(profile, rule)?.kept,
);

beforeAll(loadR4);

describe.skipIf(!hasPackage(PACKAGE))(`mutants of the official examples of ${PACKAGE}`, () => {
  it(`are at least ${LEAST}, each with one rule broken`, () => {
    expect(expected.length).toBeGreaterThanOrEqual(LEAST);
    expect(new Set(mutants.map(({ rule }) => RULE.exec(rule)?.[1])).size).toBe(6);
  });

  it.for(expected.map(titled))('%s', ([, mutant]) => {
    const expressions = refusalOf(mutant);
    expect({ path: mutant.path, expressions }).toSatisfy(() => isCaught(mutant));
  });

  it.for(KNOWN_GAPS.filter(({ kept }) => !kept).map((gap) => [gap.rule.source, gap] as const))(
    'the gap %s lets all its mutants pass still',
    ([, gap]) => {
      const own = gapped.filter(({ profile, rule }) => gapOf(profile, rule) === gap);
      expect(own.filter(isCaught).map((mutant) => titled(mutant)[0])).toEqual([]);
    },
  );
});

describe.skipIf(!hasPackage(PACKAGE))('mutants sent to a started server', () => {
  const directory = temporaryDirectory();
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer(directory.path);
  });
  afterAll(async () => {
    await server.stop();
    directory.remove();
  });

  const sample = expected.filter((_mutant, index) => index % SAMPLE === 0);
  it.for(sample.map(titled))('%s', async ([, { message, path, body }]) => {
    const operation = message === INQUIRY ? '$inquire' : '$submit';
    const response = await fetch(`${server.url}/fhir/Claim/${operation}`, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json' },
      body,
    });
    const outcome: {
      readonly resourceType?: string;
      readonly issue?: readonly { readonly expression?: readonly string[] }[];
    } = JSON.parse(await response.text());
    expect([400, 422]).toContain(response.status);
    expect(outcome.resourceType).toBe('OperationOutcome');
    const expressions = (outcome.issue ?? []).flatMap(({ expression = [] }) => expression);
    expect({ path, expressions }).toSatisfy(() => expressions.some((expression) => names(expression, path)));
  });
});
