import { evalFhirPathTyped, type TypedValue, toTypedValue } from '@medplum/core';
import type { CodeableConcept, ElementDefinition, Resource } from '@medplum/fhirtypes';
import { codesOfSet } from './conformance.ts';
import { artifact } from './held.ts';

/** What a resource does not keep of a profile of ours: elements required, numbers, codes, constraints. */
export function problemsWith(resource: Resource, profile: string): readonly string[] {
  const { differential, type } = artifact('StructureDefinition', profile);
  if (resource.resourceType !== type) return [`${resource.resourceType} is not ${type}`];
  const elements = differential?.element ?? [];
  return [
    ...elements.flatMap((element) => elementProblems(resource, element)),
    ...constraintProblems(resource, elements),
  ];
}

function elementProblems(resource: Resource, { path = '', min = 0, max = '*', binding }: ElementDefinition) {
  const [, ...names] = path.split('.');
  const last = names.pop();
  if (last === undefined) return [];
  const parents = names.length === 0 ? [toTypedValue(resource)] : evaluate(resource, names.join('.'));
  return parents.flatMap((parent) => {
    const found = evalFhirPathTyped(last, [parent]);
    const isWrongNumber = found.length < min || (max !== '*' && found.length > Number(max));
    const isBound = binding?.strength === 'required' && binding.valueSet !== undefined;
    const codes = isBound ? codesOfSet(binding.valueSet ?? '') : undefined;
    return [
      ...(isWrongNumber ? [`${path}: ${found.length}`] : []),
      ...found
        .filter(({ value }) => codes && !hasCode(value, codes))
        .map(() => `${path}: not a code of ${binding?.valueSet}`),
    ];
  });
}

function hasCode({ coding = [] }: CodeableConcept, codes: readonly string[]): boolean {
  return coding.some(({ code = '' }) => codes.includes(code));
}

function constraintProblems(resource: Resource, elements: readonly ElementDefinition[]): readonly string[] {
  const constraints = elements.flatMap(({ constraint = [] }) => constraint);
  return constraints.flatMap(({ key, expression = 'false' }) => {
    const [result] = evaluate(resource, expression);
    return result?.value === true ? [] : [`${key}`];
  });
}

function evaluate(resource: Resource, expression: string): TypedValue[] {
  return evalFhirPathTyped(expression, [toTypedValue(resource)]);
}
