import { evalFhirPathTyped, toTypedValue } from '@medplum/core';
import type { ElementDefinition, ElementDefinitionConstraint } from '@medplum/fhirtypes';

/** Held by the walk itself, which finds what is empty or unknown. */
const structural = /^(ele-1|ext-1|dom-\d|txt-\d)$/;

/** The invariants of an element whose breach is an error. */
export function invariantsOf({ constraint = [] }: ElementDefinition): readonly ElementDefinitionConstraint[] {
  return constraint.filter(({ key = '', severity }) => severity === 'error' && !structural.test(key));
}

/** Does the value keep the invariant? Undefined: core’s FHIRPath cannot evaluate it. */
export function keeps(
  { expression = '' }: ElementDefinitionConstraint,
  value: unknown,
  resource: unknown,
): boolean | undefined {
  try {
    const [result] = evalFhirPathTyped(expression, [toTypedValue(value)], {
      '%resource': toTypedValue(resource),
      '%context': toTypedValue(value),
    });
    return result?.value === true;
  } catch {
    return undefined;
  }
}
