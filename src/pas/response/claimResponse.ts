import type {
  Claim,
  ClaimResponse,
  ClaimResponseProcessNote,
  Extension,
  Identifier,
  Reference,
} from '@medplum/fhirtypes';
import type { Deadlines } from '../../deadlines/index.ts';
import { deadlineExtensions } from '../../fhir/clock.ts';
import { findingExtension } from '../../fhir/policyFinding.ts';
import type { Determination, ItemDetermination } from '../../policy/determination.ts';
import { pasExtension } from '../codes.ts';
import type { Submission } from '../request/submission.ts';
import type { AnswerItem } from './decided.ts';
import { responseError } from './errors.ts';
import { eventLevel } from './eventLevel.ts';
import { responseItem } from './items.ts';
import { NoteBook } from './noteBook.ts';
import { returnTransmission } from './transmission.ts';

export interface ClaimResponseInput {
  readonly submission: Submission;
  readonly determination: Determination;
  /** Absent: the answer sets no clock. */
  readonly deadlines?: Deadlines;
  /** Instant of the answer, ISO 8601 with offset. */
  readonly created: string;
  /** Local date of issue. */
  readonly issued: string;
  /** Identifies the case besides the Claim's own identifiers. */
  readonly caseIdentifier: Identifier;
  readonly references: {
    readonly claim: Reference<Claim>;
    readonly patient: ClaimResponse['patient'];
    readonly insurer: ClaimResponse['insurer'];
    readonly requestor?: ClaimResponse['requestor'];
  };
  readonly numberOf: (item: ItemDetermination) => string;
  /** Whom an item asks for, by NPI; with an A1 it is one, and authorized. */
  readonly providers: (item: ItemDetermination) => readonly Reference[];
  /** FHIRPath of what a business error is about. */
  readonly errorExpression: string;
}

/** The answer as it is stored: software's, hence never reviewed by a person. @see PAS 2.2.1 profile-claimresponse */
export function claimResponse(input: ClaimResponseInput): ClaimResponse {
  const { submission, determination, references } = input;
  const { claim } = submission;
  const { notes, ofItem } = processNotes(input);
  const item = items(input, ofItem);
  const whole = eventLevel({ item });
  const approved = determination.items.find(({ authorization }) => authorization !== undefined);
  return {
    resourceType: 'ClaimResponse',
    extension: [...rootExtensions(input), ...whole.extension],
    identifier: [...(claim.identifier ?? []), input.caseIdentifier],
    status: 'active',
    type: claim.type,
    use: 'preauthorization',
    patient: references.patient,
    created: input.created,
    insurer: references.insurer,
    requestor: references.requestor,
    request: references.claim,
    outcome: determination.error ? 'error' : 'complete',
    ...(approved?.authorization ? { preAuthPeriod: { ...approved.authorization } } : {}),
    ...(item.length > 0 ? { item } : {}),
    ...(whole.adjudication ? { adjudication: whole.adjudication } : {}),
    ...(notes.length > 0 ? { processNote: [...notes] } : {}),
    ...(determination.error
      ? { error: [responseError(determination.error, input.errorExpression, notes.length)] }
      : {}),
  };
}

function rootExtensions({ submission, determination, deadlines }: ClaimResponseInput): Extension[] {
  const reviewer = [{ url: 'wasHumanReviewedFlag', valueBoolean: false }];
  return [
    ...returnTransmission(submission.claim),
    { url: pasExtension.claimResponseReviewer, extension: reviewer },
    ...(deadlines ? deadlineExtensions(deadlines) : []),
    ...determination.findings.map(findingExtension),
  ];
}

/** The notes of an answer, each once, and their numbers. */
interface AnswerNotes {
  readonly notes: readonly ClaimResponseProcessNote[];
  /** By item sequence. */
  readonly ofItem: ReadonlyMap<number, readonly number[]>;
}

/** The notes of the items in their order, then that of the error. */
function processNotes({ determination, deadlines }: ClaimResponseInput): AnswerNotes {
  const { items: determined, error, urgent } = determination;
  const urgency = urgent ? 'urgent' : 'routine';
  const book = new NoteBook();
  const ofItem = determined.map(({ sequence, notes, action }) => {
    const texts = [...notes, ...(action === 'A4' && deadlines ? [dueNote({ ...deadlines, urgency })] : [])];
    return [sequence, [...new Set(texts.map((text) => book.add(text)))]] as const;
  });
  if (error) book.add(error.text);
  return { notes: book.notes, ofItem: new Map(ofItem) };
}

/** By when a pended item is decided, for the requestor. */
export function dueNote({ urgency, governing }: Pick<Deadlines, 'urgency' | 'governing'>): string {
  return `This ${urgency} request is decided by ${governing.due} at the latest.`;
}

function items(input: ClaimResponseInput, notes: AnswerNotes['ofItem']): AnswerItem[] {
  const { submission, determination, issued, numberOf, providers } = input;
  return determination.items.flatMap((entry) => {
    const item = submission.claim.item?.find(({ sequence }) => sequence === entry.sequence);
    if (!item) return [];
    const noteNumbers = notes.get(entry.sequence) ?? [];
    const answered = { submission, determination: entry, item, issued, noteNumbers, number: numberOf(entry) };
    return [responseItem({ ...answered, providers: providers(entry) })];
  });
}
