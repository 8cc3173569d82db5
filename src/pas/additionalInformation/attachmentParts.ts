import type { Identifier, ParametersParameter } from '@medplum/fhirtypes';
import type { Issue } from '../request/issues.ts';
import { isObject } from '../request/message.ts';

/** A parameter, or a part of one, with the FHIRPath where it stands. */
export interface PlacedPart {
  readonly part: ParametersParameter;
  readonly expression: string;
}

/** What a parameter takes. */
interface PartRule {
  readonly accepts: string;
  readonly min: 0 | 1;
  readonly max: number;
  readonly isRight: (part: ParametersParameter) => boolean;
}

const many = Number.POSITIVE_INFINITY;
const isIdentifier = ({ valueIdentifier }: ParametersParameter) => isNamed(valueIdentifier);
const identifier = (accepts: string, min: 0 | 1): PartRule => ({
  accepts: `valueIdentifier with a value: ${accepts}`,
  min,
  max: 1,
  isRight: isIdentifier,
});

/** By name. @see CDex 2.1.0, OperationDefinition/submit-attachment */
export const submissionRules: Readonly<Record<string, PartRule>> = {
  TrackingId: identifier(
    'the tracking id under which the information was asked for, or an identifier of the request',
    1,
  ),
  AttachTo: {
    accepts: 'valueCode preauthorization',
    min: 1,
    max: 1,
    isRight: ({ valueCode }) => valueCode !== undefined,
  },
  MemberId: identifier('the member number', 1),
  AdminRefNumber: identifier('the administration reference number of the pended item', 0),
  PayerId: identifier('the plan', 0),
  OrganizationId: identifier('the organization that sends it', 0),
  ProviderId: identifier('the professional who sends it', 0),
  ServiceDate: {
    accepts: 'valueDateTime',
    min: 0,
    max: 1,
    isRight: ({ valueDateTime }) => valueDateTime !== undefined,
  },
  Attachment: {
    accepts: 'parts Content, and as wanted Code and LineItem',
    min: 1,
    max: many,
    isRight: ({ part }) => part !== undefined,
  },
  Final: { accepts: 'valueBoolean', min: 0, max: 1, isRight: ({ valueBoolean }) => valueBoolean !== undefined },
};

export const attachmentRules: Readonly<Record<string, PartRule>> = {
  Content: {
    accepts: 'the document as a resource: a DocumentReference, or a QuestionnaireResponse or other FHIR resource',
    min: 1,
    max: 1,
    isRight: ({ resource }) => resource !== undefined,
  },
  Code: {
    accepts: 'valueCodeableConcept',
    min: 0,
    max: 1,
    isRight: ({ valueCodeableConcept }) => valueCodeableConcept !== undefined,
  },
  LineItem: {
    accepts: 'valueString with the sequence of an item of the request, such as 1',
    min: 0,
    max: many,
    isRight: ({ valueString }) => /^[1-9]\d{0,4}$/.test(valueString ?? ''),
  },
};

/** Everything wrong with the parts by name: unknown, of another type, too many, missing. */
export function partIssues(
  parts: readonly PlacedPart[],
  rules: Readonly<Record<string, PartRule>>,
  at: string,
): readonly Issue[] {
  const names = Object.keys(rules);
  const own = parts.flatMap(({ part, expression }): Issue[] => {
    const rule = Object.hasOwn(rules, part.name) ? rules[part.name] : undefined;
    if (!rule) return [{ code: 'not-supported', expression, text: `There is no such part; send ${names.join(', ')}.` }];
    return rule.isRight(part) ? [] : [{ code: 'value', expression, text: `“${part.name}” takes ${rule.accepts}.` }];
  });
  const counted = names.flatMap((name): Issue[] => {
    const { min = 0, max = many, accepts = '' } = rules[name] ?? {};
    const given = parts.filter(({ part }) => part.name === name);
    if (given.length < min) return [{ code: 'required', expression: at, text: `“${name}” is missing: ${accepts}.` }];
    return given
      .slice(Math.min(max, given.length))
      .map(({ expression }) => ({ code: 'value', expression, text: `Send “${name}” once.` }));
  });
  return [...own, ...counted];
}

/** Each parameter with the FHIRPath where it stands. */
export function placed(parameters: readonly ParametersParameter[], at: string): readonly PlacedPart[] {
  return parameters.map((part, index) => ({ part, expression: `${at}[${index}]` }));
}

/** The parts of a parameter; what is no part is told by its shape. */
export function partsOf({ part = [] }: ParametersParameter, expression: string): readonly PlacedPart[] {
  return Array.isArray(part) ? placed(part.filter(isObject), `${expression}.part`) : [];
}

export function named(parts: readonly PlacedPart[], name: string): readonly PlacedPart[] {
  return parts.filter(({ part }) => part.name === name);
}

function isNamed(value: Identifier | undefined): boolean {
  return (value?.value ?? '').trim() !== '';
}
