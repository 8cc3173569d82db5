import type { Bundle, Claim, OperationOutcome, Reference } from '@medplum/fhirtypes';
import { messageIssues } from '../profiles/messageProfile.ts';
import { baseIssues } from './base.ts';
import { claimIssues } from './claimRule.ts';
import { envelopeIssues } from './envelope.ts';
import { type Issue, outcomeOf, withoutConsequences, withoutWholes } from './issues.ts';
import { readJson } from './json.ts';
import { bundleOf } from './message.ts';
import { type MessageRules, REREAD_RULES, SUBMIT_RULES } from './messageRules.ts';
import { claimReferenceIssues, danglingReferences } from './references.ts';
import { resolverOf } from './resolver.ts';
import { type Shape, shapeOf } from './shape.ts';
import type { Resolve, Submission } from './submission.ts';

/**
 * 413: larger than the service reads. 400: not JSON, not a Bundle, or against R4's own rules. 422: R4, but against the
 * rules of a PAS request. The outcome tells every problem found, each with its FHIRPath, or its line and column.
 */
export type SubmissionResult =
  | { readonly ok: true; readonly submission: Submission }
  | { readonly ok: false; readonly status: 400 | 413 | 422; readonly outcome: OperationOutcome };

/**
 * Reads the body of `Claim/$submit`: a PAS request Bundle, or a Parameters whose parameter `resource` is one. Reads no
 * clock and nothing but its argument and R4's definitions in core.
 * @throws OperationOutcomeError when R4's definitions are not loaded into core; never because of what was sent
 * @see PAS 2.2.1, OperationDefinition/Claim-submit
 */
export function readSubmission(bytes: Uint8Array): SubmissionResult {
  return readMessage(bytes, SUBMIT_RULES);
}

/**
 * Reads again what was accepted when it came: by R4's rules, and not by those of profiles, which may have become stricter
 * since.
 */
export function rereadSubmission(bytes: Uint8Array): SubmissionResult {
  return readMessage(bytes, REREAD_RULES);
}

/** As `readSubmission`, by the rules of one kind of PAS message. */
export function readMessage(bytes: Uint8Array, rules: MessageRules): SubmissionResult {
  const json = readJson(bytes, rules);
  if (!json.ok) return refused(json.status, json.issues);
  const message = bundleOf(json.value);
  if (!message.ok) return refused(400, [message.issue]);

  const shape = shapeOf(message.bundle);
  const { bundle } = shape;
  const resolver = resolverOf(bundle);
  const basic = basicIssues(shape);
  const told = new Set(basic.map(({ expression }) => expression));
  const profile = withoutConsequences(profileIssues(shape, rules, resolver.resolve), shape.issues);
  const issues = [...basic, ...profile.filter(({ expression }) => !told.has(expression))];
  const claim = bundle.entry?.[0]?.resource;
  if (issues.length > 0 || claim?.resourceType !== 'Claim') {
    return refused(basic.length > 0 ? 400 : 422, issues, message.root);
  }

  const prior = resolver.resolveAs('Claim', priorClaimOf(claim));
  const submission: Submission = {
    ...resolver,
    bundle,
    claim,
    claimFullUrl: resolver.fullUrlOf(claim) ?? '',
    ...(prior.kind === 'resource' ? { priorClaim: prior.resource } : {}),
    dangling: danglingReferences(claim, shape.references, resolver.resolve),
    ignored: shape.ignored,
  };
  return { ok: true, submission };
}

/** What is against R4: JSON types, then R4's rules, without those that only fail because of a wrong JSON type. */
function basicIssues({ bundle, issues }: Shape): Issue[] {
  const rules = withoutWholes(baseIssues(bundle), issues);
  return [...issues, ...withoutConsequences(rules, issues)];
}

function profileIssues({ bundle, references }: Shape, rules: MessageRules, resolve: Resolve): Issue[] {
  const { profiles, claim: claimRules } = rules;
  const issues = [...envelopeIssues(bundle), ...(profiles ? messageIssues(bundle, profiles, resolve) : [])];
  const found = claimIn(bundle);
  if (!found) return issues;
  const { claim, at } = found;
  return [...issues, ...claimIssues(claimRules, claim, at), ...claimReferenceIssues(claim, at, references, resolve)];
}

/** The first Claim, wherever it is: it has rules to keep even when it should have come first. */
function claimIn({ entry = [] }: Bundle): { claim: Claim; at: string } | undefined {
  for (const [index, { resource }] of entry.entries()) {
    if (resource?.resourceType === 'Claim') return { claim: resource, at: `Bundle.entry[${index}].resource` };
  }
  return undefined;
}

function priorClaimOf({ related = [] }: Claim): Reference | undefined {
  const prior = related.find(({ relationship }) => relationship?.coding?.some(({ code }) => code === 'prior'));
  return prior?.claim;
}

function refused(status: 400 | 413 | 422, issues: readonly Issue[], root?: string): SubmissionResult {
  return { ok: false, status, outcome: outcomeOf(issues, root) };
}
