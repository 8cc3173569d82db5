import { describe, expect, it } from 'vitest';
import { codesOfSet } from './conformance.ts';
import { artifact, codesIn, ofType } from './held.ts';

const pas = 'http://hl7.org/fhir/us/davinci-pas/OperationDefinition';
const backport = 'http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition';
const operations = [
  ['claim-submit', 'submit', ['Claim'], 'type', `${pas}/Claim-submit`],
  ['claim-inquire', 'inquire', ['Claim'], 'type', `${pas}/Claim-inquiry`],
  ['task-decide', 'decide', ['Task'], 'instance', undefined],
  ['subscription-status', 'status', ['Subscription'], 'type and instance', `${backport}/backport-subscription-status`],
  ['subscription-events', 'events', ['Subscription'], 'instance', `${backport}/backport-subscription-events`],
  ['subscription-resend', 'resend', ['Subscription'], 'instance', undefined],
  [
    'submit-attachment',
    'submit-attachment',
    undefined,
    'system',
    'http://hl7.org/fhir/us/davinci-cdex/OperationDefinition/submit-attachment',
  ],
] as const;

const decide = artifact('OperationDefinition', 'task-decide').parameter ?? [];
const decideParameters = [
  ['decision', 'code', 1, '1'],
  ['reviewer', 'Identifier', 1, '1'],
  ['reason', 'string', 0, '*'],
  ['reasonCode', 'CodeableConcept', 0, '*'],
  ['item', 'positiveInt', 0, '*'],
  ['provider', 'Element', 0, '1'],
  ['information', 'string', 0, '*'],
  ['informationCode', 'CodeableConcept', 0, '*'],
  ['informationModifier', 'CodeableConcept', 0, '*'],
  ['dueBy', 'dateTime', 0, '1'],
] as const;

describe('operations', () => {
  it.each(operations)('%s is $%s of %j, on %s, after %s', (id, code, resource, level, base) => {
    const definition = artifact('OperationDefinition', id);
    expect({ code: definition.code, resource: definition.resource, base: definition.base }).toEqual({
      code,
      resource,
      base,
    });
    expect({ system: definition.system, type: definition.type, instance: definition.instance }).toEqual({
      system: level === 'system',
      type: level.startsWith('type'),
      instance: level.endsWith('instance'),
    });
  });

  it('are these', () => {
    expect(
      ofType('OperationDefinition')
        .map(({ id }) => id ?? '')
        .toSorted(),
    ).toEqual(operations.map(([id]) => id).toSorted());
  });

  it.each(ofType('OperationDefinition').map(({ id, parameter = [] }) => [id, parameter] as const))(
    '%s says of every parameter what it is, and returns something',
    (_, parameters) => {
      const all = parameters.flatMap((parameter) => [parameter, ...(parameter.part ?? [])]);
      expect(all.filter(({ documentation, type, part }) => !documentation || !(type || part))).toEqual([]);
      expect(parameters.filter(({ use }) => use === 'out')).toHaveLength(1);
    },
  );
});

describe('Task/$decide', () => {
  it.each(decideParameters)('takes %s: %s, %i..%s', (name, type, min, max) => {
    expect(decide.find((parameter) => parameter.name === name)).toMatchObject({ use: 'in', type, min, max });
  });

  it('takes nothing else, and returns one Bundle', () => {
    expect(decide.filter(({ use }) => use === 'in').map(({ name }) => name)).toEqual(
      decideParameters.map(([name]) => name),
    );
    expect(decide.filter(({ use }) => use === 'out')).toMatchObject([
      { name: 'return', type: 'Bundle', min: 1, max: '1' },
    ]);
  });

  it('has the parameters that Task.output may name', () => {
    const [root, ...others] = artifact('CodeSystem', 'decision').concept?.map(({ code }) => code) ?? [];
    expect([root, ...others].toSorted()).toEqual(decideParameters.map(([name]) => name).toSorted());
  });

  it.each(['approve', 'modify', 'deny', 'extend', 'lower-urgency', 'request-information'])(
    'takes the decision %s',
    (code) => {
      const { binding } = decide.find(({ name }) => name === 'decision') ?? {};
      expect(binding?.strength).toBe('required');
      expect(codesOfSet(binding?.valueSet ?? '')).toContain(code);
      expect(codesIn('decision')).toContain(code);
    },
  );

  it('takes the provider as an NPI or as a reference', () => {
    const { extension = [] } = decide.find(({ name }) => name === 'provider') ?? {};
    expect(extension.map(({ valueUri }) => valueUri)).toEqual(['Identifier', 'Reference']);
  });
});
