import type { MedplumClient } from '@medplum/core';
import { z } from 'zod';
import { type GatherOptions, gatherFacts } from '../directory/gatherFacts.ts';
import { readPlanProducts } from '../directory/product.ts';
import { isNpi } from '../fhir/npi.ts';
import { bareRequest } from '../pas/reading/bareRequest.ts';
import type { SubmittedRequest } from '../pas/reading/submittedRequest.ts';
import type { CandidateView } from '../policy/availability.ts';
import { type DeterminationOptions, determine, type ItemDetermination } from '../policy/determination.ts';
import type { Finding } from '../policy/finding.ts';

const npi = z
  .string({ error: 'Give an NPI.' })
  .refine(isNpi, { error: 'Give an NPI: ten digits with its check digit.' });

const questionSchema = z.object({
  npi,
  icd10: z
    .string({ error: 'Give an ICD-10-CM code.' })
    .regex(/^[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$/, { error: 'Give an ICD-10-CM code with its point, such as K50.90.' }),
  member: z.string({ error: 'Give a member number.' }).min(1, { error: 'Give a member number.' }),
  /** The service date; absent: today. */
  date: z.iso.date({ error: 'Give a date as YYYY-MM-DD.' }).optional(),
  /** Who gave the first opinion. */
  firstOpinion: npi.optional(),
});

/** A professional, a condition and a member: may this professional give this member a second opinion, and why? */
export type WhyQuestion = z.infer<typeof questionSchema>;

export type WhyQuestionResult =
  | { readonly ok: true; readonly question: WhyQuestion }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads a question; an empty value is none. Every problem at once, each with the name of the value. */
export function readQuestion(values: Readonly<Record<string, string | undefined>>): WhyQuestionResult {
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));
  const { success, data, error } = questionSchema.safeParse(given);
  if (success) return { ok: true, question: data };
  return { ok: false, problems: error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`) };
}

export interface WhyOptions extends GatherOptions, DeterminationOptions {}

/** What a determination received today would rest on. */
export interface WhyAnswer extends WhyQuestion {
  readonly date: string;
  /** Why nothing can be answered: the member is not of record. */
  readonly error?: string;
  /** Row of the answer table, the X12 306 action and the notes; absent with an error. */
  readonly answer?: Pick<ItemDetermination, 'row' | 'action' | 'notes' | 'recommendation'>;
  readonly findings: readonly Finding[];
  /** Network professionals considered, the likeliest first. */
  readonly candidates: readonly WhyCandidate[];
}

export interface WhyCandidate extends Pick<CandidateView, 'answer' | 'predicates'> {
  readonly npi?: string;
  readonly name: string;
  readonly role: string;
  readonly site: string;
}

/** Gathers the facts and determines as for a request received on `options.receivedOn`. Reads only; nothing is decided. */
export async function explainWhy(
  client: MedplumClient,
  question: WhyQuestion,
  options: WhyOptions,
): Promise<WhyAnswer> {
  const { payers } = await readPlanProducts(client, options.products);
  const insurer = (payers[0]?.identifier ?? []).flatMap(({ system, value }) => (value ? [{ system, value }] : []));
  const { facts } = await gatherFacts(client, requestOf(question, insurer), options);
  const { items, findings, error } = determine(facts, options);
  const asked = { ...question, date: question.date ?? options.receivedOn };
  const [item] = items;
  if (!item) return { ...asked, error: error?.text ?? 'Nothing can be answered.', findings, candidates: [] };
  const { row, action, notes, recommendation } = item;
  return {
    ...asked,
    answer: { row, action, notes, ...(recommendation === undefined ? {} : { recommendation }) },
    findings: [...findings, ...item.findings],
    candidates: item.candidates.map(({ candidate, answer, predicates }) => ({
      npi: candidate.npi,
      name: candidate.name,
      role: candidate.role,
      site: candidate.site,
      answer,
      predicates,
    })),
  };
}

/** A consultation of the professional, marked as a second opinion, asked for by a professional. */
function requestOf(
  { npi: requested, icd10, member, date, firstOpinion }: WhyQuestion,
  insurer: SubmittedRequest['insurer'],
): SubmittedRequest {
  return {
    insurer,
    member: { numbers: [{ value: member, expression: 'member' }], givenNames: [], expression: 'member' },
    ...bareRequest,
    secondOpinionSignals: [{ code: 'second opinion', expression: 'the question' }],
    items: [
      {
        sequence: 1,
        isOpinion: true,
        serviceDate: date,
        diagnoses: [icd10],
        requested: [
          {
            kind: 'professional',
            npi: requested,
            name: `NPI ${requested}`,
            specialties: [],
            sites: [],
          },
        ],
        firstOpinion: firstOpinion === undefined ? [] : [firstOpinion],
      },
    ],
  };
}
