import type { OperationOutcome, Parameters, ParametersParameter, Resource } from '@medplum/fhirtypes';
import { baseIssues } from '../request/base.ts';
import { type Issue, outcomeOf, withoutConsequences } from '../request/issues.ts';
import { readJson } from '../request/json.ts';
import { isObject } from '../request/message.ts';
import { shapeIssues } from '../request/shape.ts';
import {
  attachmentRules,
  named,
  type PlacedPart,
  partIssues,
  partsOf,
  placed,
  submissionRules,
} from './attachmentParts.ts';
import type { AttachmentSubmission } from './attachmentSubmission.ts';
import { documentsIn, mostDocuments } from './documentsIn.ts';

/**
 * 413: larger than the service reads. 400: not JSON, not Parameters, or against R4 or the operation's own parameters. 422:
 * read, but not taken. The outcome tells every problem found.
 */
export type AttachmentsReading =
  | { readonly ok: true; readonly submission: AttachmentSubmission }
  | { readonly ok: false; readonly status: 400 | 413 | 422; readonly outcome: OperationOutcome };

/**
 * Reads the body of `$submit-attachment`. Reads nothing but its argument and R4's definitions in core.
 * @see CDex 2.1.0, OperationDefinition/submit-attachment
 */
export async function readAttachments(body: Uint8Array): Promise<AttachmentsReading> {
  if (body.length === 0) return refused(400, [notParameters('The body is empty')]);
  const json = readJson(body, { root: 'Parameters' });
  if (!json.ok) return refused(json.status, json.status === 413 ? [tooLarge] : json.issues);
  const { value } = json;
  if (!isObject(value) || value.resourceType !== 'Parameters')
    return refused(400, [notParameters('This is something else')]);
  const shape = shapeIssues(value, 'Parameters');
  const { parameter = [] }: Parameters = { resourceType: 'Parameters', ...value };
  // Core's validation takes the JSON types for granted.
  if (shape.length > 0) return refused(400, shape);
  const parts = placed(parameter, 'Parameters.parameter');
  const attachments = named(parts, 'Attachment');
  const structure = [
    ...partIssues(parts, submissionRules, 'Parameters.parameter'),
    ...attachments.flatMap(({ part, expression }) =>
      partIssues(partsOf(part, expression), attachmentRules, `${expression}.part`),
    ),
    ...r4Issues({ resourceType: 'Parameters', parameter: parameter.map(withoutContents) }, 'Parameters'),
    ...attachments.flatMap(({ part, expression }) => contentIssues(partsOf(part, expression))),
  ];
  const [attachTo] = named(parts, 'AttachTo');
  const isElsewhere = attachTo?.part.valueCode !== undefined && attachTo.part.valueCode !== 'preauthorization';
  const { documents, issues } = await documentsIn(attachments);
  const rules = [
    ...(isElsewhere ? [{ ...notHere, expression: attachTo.expression }] : []),
    ...(attachments.length > mostDocuments ? [tooMany] : []),
    ...withoutConsequences(issues, structure),
  ];
  const all = [...structure, ...rules];
  if (all.length > 0) return refused(structure.length > 0 ? 400 : 422, all);
  return { ok: true, submission: { ...submissionOf(parts), documents } };
}

function submissionOf(parts: readonly PlacedPart[]): Omit<AttachmentSubmission, 'documents'> {
  const identifiers = (name: string) => named(parts, name).flatMap(({ part }) => part.valueIdentifier ?? []);
  const [trackingId = {}] = identifiers('TrackingId');
  const [memberId = {}] = identifiers('MemberId');
  const [referenceNumber] = identifiers('AdminRefNumber');
  return {
    trackingId,
    memberId,
    ...(referenceNumber ? { referenceNumber } : {}),
    senders: [...identifiers('OrganizationId'), ...identifiers('ProviderId')],
    final: named(parts, 'Final').some(({ part }) => part.valueBoolean === true),
  };
}

/** What R4 says of each content; its FHIRPath is that of the part that holds it. */
function contentIssues(parts: readonly PlacedPart[]): readonly Issue[] {
  const held = named(parts, 'Content').filter(({ part }) => part.resource !== undefined);
  return held.flatMap(({ part: { resource }, expression }) =>
    resource ? r4Issues(resource, `${expression}.resource`) : [],
  );
}

/** @param at - FHIRPath of the resource */
function r4Issues(resource: Resource, at: string): readonly Issue[] {
  return baseIssues({ resourceType: 'Bundle', type: 'collection', entry: [{ resource }] }).map((issue) => ({
    ...issue,
    expression: issue.expression.replace(/^Bundle\.entry\[0\]\.resource/, at),
  }));
}

/** A parameter whose resources are checked by themselves. */
function withoutContents(parameter: ParametersParameter): ParametersParameter {
  const { resource, part, ...plain } = parameter;
  return {
    ...plain,
    ...(resource ? { valueBoolean: true } : {}),
    ...(part ? { part: part.map(withoutContents) } : {}),
  };
}

const tooLarge: Issue = {
  code: 'too-long',
  expression: 'Parameters',
  text: 'The body is larger than the service reads; send the documents in several calls, and “Final” with the last.',
};
const tooMany: Issue = {
  code: 'too-costly',
  expression: 'Parameters.parameter',
  text: `At most ${mostDocuments} documents are taken at once; send the others in another call.`,
};
const notHere = {
  code: 'not-supported',
  text: 'Attachments belong to preauthorizations here; this plan’s claims for payment are handled elsewhere.',
} as const;

function notParameters(what: string): Issue {
  const text = `${what}; send a FHIR Parameters resource with TrackingId, MemberId, AttachTo and Attachment.`;
  return { code: 'structure', expression: 'Parameters', text };
}

function refused(status: 400 | 413 | 422, issues: readonly Issue[]): AttachmentsReading {
  return { ok: false, status, outcome: outcomeOf(issues, 'Parameters') };
}
