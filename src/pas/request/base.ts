import { OperationOutcomeError, validateResource } from '@medplum/core';
import type { Bundle, OperationOutcomeIssue, Resource } from '@medplum/fhirtypes';
import { type Issue, withoutWholes } from './issues.ts';
import { LIMITS } from './limits.ts';

/** What R4 accepts as text of a type, for the types people get wrong. */
const FORMATS: Readonly<Record<string, string>> = {
  date: 'a calendar date: YYYY, YYYY-MM or YYYY-MM-DD',
  dateTime: 'a calendar date, or with time and offset: YYYY-MM-DDThh:mm:ss+hh:mm',
  instant: 'an instant: YYYY-MM-DDThh:mm:ss+hh:mm',
  time: 'a time: hh:mm:ss',
  id: 'an id: 1 to 64 of A-Z, a-z, 0-9, "-" and "."',
  code: 'a code: no white space but single spaces between words',
  base64Binary: 'base64 with padding',
};

/**
 * R4's own rules (cardinality, formats, invariants) for a Bundle and for the resource of each entry, once each.
 * @param bundle - with members of the right JSON types
 */
export function baseIssues(bundle: Bundle): Issue[] {
  const envelope = issuesOf({ ...bundle, entry: undefined }, 'Bundle');
  const entries = (bundle.entry ?? []).flatMap(({ resource }, index) =>
    resource ? issuesOf(resource, `Bundle.entry[${index}].resource`) : [],
  );
  return [...envelope, ...entries];
}

/** An invariant of an element that lacks a required member is left out: it cannot be told apart from that. */
function issuesOf(resource: Resource, at: string): Issue[] {
  try {
    validateResource(resource, { base64BinaryMaxBytes: LIMITS.bodyBytes });
    return [];
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) throw error;
    const issues = error.outcome.issue
      .filter(({ severity }) => severity === 'error')
      .map((issue) => rooted(issue, resource.resourceType, at));
    const invariants = issues.filter(({ code }) => code === 'invariant');
    const others = issues.filter(({ code }) => code !== 'invariant');
    const missing = others.filter(({ code }) => code === 'required');
    return [...others, ...withoutWholes(invariants, missing)];
  }
}

function rooted({ code, details, expression }: OperationOutcomeIssue, type: string, at: string): Issue {
  const path = expression?.[0] ?? type;
  return { ...explained(code, details?.text ?? ''), expression: at + path.slice(type.length).replaceAll('[x]', '') };
}

function explained(code: Issue['code'], text: string): Pick<Issue, 'code' | 'text'> {
  if (text === 'Missing required property') return { code: 'required', text: 'FHIR R4 requires this element.' };
  const type = /^Invalid (\w+) (?:format|value)$/.exec(text)?.[1];
  if (type === undefined) return { code, text };
  return {
    code: 'value',
    text: `This is not a valid ${type}; expected ${FORMATS[type] ?? `FHIR R4's format of ${type}`}.`,
  };
}
