import type { Task } from '@medplum/fhirtypes';
import { codesOf } from '../../fhir/elements.ts';
import { decisionPartCodes } from './decision.ts';
import { type ReadDecision, readDecision } from './readDecision.ts';

/** FHIRPath of an output of a Task. */
export function atOutput(name: string): string {
  return `Task.output.where(type.coding.code = '${name}')`;
}

/** The decision in the outputs of a Task that a person completed. Outputs under other code systems are none of its parts. */
export function readOutputs({ output = [] }: Task): ReadDecision {
  const parts = output.flatMap((part, index) => {
    const [name] = codesOf(part.type, decisionPartCodes);
    return name === undefined ? [] : [{ ...part, name, expression: `Task.output[${index}]` }];
  });
  return readDecision(parts, 'Task.output');
}
