import type { CodeableConcept, Identifier, Reference } from '@medplum/fhirtypes';
import { codesOf, npiOf } from '../../fhir/elements.ts';
import { isNpi } from '../../fhir/npi.ts';
import { loincCodes, reportTypeCodes } from '../../pas/additionalInformation/codes.ts';
import { askedByCode, isLoinc } from '../../pas/additionalInformation/requestedDocument.ts';
import { decisionCodes } from '../../policy/data/decisionRights.ts';
import type { NamedProvider } from './decision.ts';

/** The types a part may have; Parameters and Task.output share them. */
export interface PartValue {
  readonly valueCode?: string;
  readonly valueString?: string;
  readonly valueIdentifier?: Identifier;
  readonly valueReference?: Reference;
  readonly valueCodeableConcept?: CodeableConcept;
  readonly valuePositiveInt?: number;
  readonly valueDateTime?: string;
}

export interface Part extends PartValue {
  readonly name: string;
  /** FHIRPath of the part. */
  readonly expression: string;
}

/** What a part of a decision takes. */
export interface PartRule {
  /** What is accepted, for the issue. */
  readonly accepts: string;
  readonly most: number;
  readonly isRight: (part: PartValue) => boolean;
}

/** As often as one likes. */
export const many = Number.POSITIVE_INFINITY;
const isText = ({ valueString }: PartValue) => valueString !== undefined && valueString.trim() !== '';
const isReviewer = ({ valueIdentifier }: PartValue) => isNpi(npiIn(valueIdentifier));

/** By name. */
export const partRules: Readonly<Record<string, PartRule>> = {
  decision: {
    accepts: `valueCode, one of ${decisionCodes.join(', ')}`,
    most: 1,
    isRight: ({ valueCode }) => decisionCodes.some((known) => known === valueCode),
  },
  reviewer: {
    accepts: 'valueIdentifier with system http://hl7.org/fhir/sid/us-npi and an NPI',
    most: 1,
    isRight: isReviewer,
  },
  reason: { accepts: 'valueString with a text', most: many, isRight: isText },
  reasonCode: {
    accepts: 'valueCodeableConcept',
    most: many,
    isRight: ({ valueCodeableConcept }) => valueCodeableConcept !== undefined,
  },
  item: {
    accepts: 'valuePositiveInt, the sequence of an item',
    most: many,
    isRight: ({ valuePositiveInt }) => Number.isInteger(valuePositiveInt) && Number(valuePositiveInt) > 0,
  },
  provider: {
    accepts: 'valueIdentifier with an NPI, or valueReference',
    most: 1,
    isRight: (part) => providerOf(part) !== undefined,
  },
  information: { accepts: 'valueString with a text', most: many, isRight: isText },
  informationCode: {
    accepts: `valueCodeableConcept with a code of ${loincCodes} or ${reportTypeCodes}`,
    most: many,
    isRight: ({ valueCodeableConcept }) =>
      valueCodeableConcept !== undefined && askedByCode(valueCodeableConcept) !== undefined,
  },
  informationModifier: {
    accepts: `valueCodeableConcept with an attachment modifier of ${loincCodes}`,
    most: many,
    isRight: ({ valueCodeableConcept }) => codesOf(valueCodeableConcept, loincCodes).some(isLoinc),
  },
  dueBy: {
    accepts: 'valueDateTime: a date, or an instant with seconds and offset',
    most: 1,
    isRight: ({ valueDateTime }) => isDay(valueDateTime) || isInstant(valueDateTime),
  },
};

/** The NPI of an identifier; empty: it is none. */
export function npiIn(identifier: Identifier | undefined): string {
  return npiOf(identifier ? [identifier] : []) ?? '';
}

/** Whom a part names; undefined: nobody. */
export function providerOf({ valueIdentifier, valueReference }: PartValue): NamedProvider | undefined {
  const npi = npiIn(valueIdentifier ?? valueReference?.identifier);
  if (isNpi(npi)) return { npi };
  const reference = valueReference?.reference;
  return reference === undefined ? undefined : { reference };
}

function isDay(value: string | undefined): boolean {
  if (value === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  try {
    return Temporal.PlainDate.from(value).toString() === value;
  } catch {
    return false;
  }
}

function isInstant(value: string | undefined): boolean {
  try {
    return value !== undefined && Temporal.Instant.from(value).epochMilliseconds > 0;
  } catch {
    return false;
  }
}
