import { z } from 'zod';
import { type Deadlines, planCalendarSchema } from '../deadlines/index.ts';
import type { CaseFacts } from '../policy/facts.ts';
import type { AnswerOnRecord } from './answerOnRecord.ts';
import type { Evidence } from './evidence.ts';
import { unshareJson } from './sharedJson.ts';

export type EvidenceReading =
  | { readonly ok: true; readonly evidence: Evidence }
  /** Sentences, each with the path of what it is about. */
  | { readonly ok: false; readonly problems: readonly string[] };

const text = z.string().min(1);

const evidenceSchema = z.object({
  caseKey: text,
  received: z.iso.datetime('Expected an instant in UTC.'),
  rules: z.record(text, text),
  calendar: z.object({ name: text, plan: planCalendarSchema.optional() }),
  settings: z.object({
    autoApprove: z.boolean(),
    authorizationDays: z.number().int(),
    products: z.array(text),
    timeZone: text,
  }),
  facts: z.custom<CaseFacts>(isObject, 'Expected the facts, an object.'),
  leftOut: z.array(z.object({ sequence: z.number(), candidates: z.number() })).optional(),
  answer: z.custom<AnswerOnRecord>(isObject, 'Expected the answer, an object.'),
  deadlines: z.custom<Deadlines>(isObject, 'Expected the deadlines, an object.').optional(),
  standing: z.custom<Deadlines>(isObject, 'Expected the deadlines that ran, an object.').optional(),
  beside: z.custom<Deadlines>(isObject, 'Expected the deadlines of the earlier request, an object.').optional(),
});

/** Reads evidence; what lies within facts, answer and deadlines is left to whoever puts them to the rules. */
export function readEvidence(bytes: Uint8Array): EvidenceReading {
  const read = readJson(bytes);
  if (!read) return { ok: false, problems: ['The evidence is not JSON in UTF-8.'] };
  const parsed = evidenceSchema.safeParse(read.value);
  if (parsed.success) return { ok: true, evidence: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'evidence'}: ${message}`);
  return { ok: false, problems };
}

function readJson(bytes: Uint8Array): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return { value: isSharing(value) ? unshareJson({ value, shared: value.shared }) : value };
  } catch {
    return undefined;
  }
}

function isSharing(value: unknown): value is { readonly shared: readonly unknown[] } {
  return typeof value === 'object' && value !== null && 'shared' in value && Array.isArray(value.shared);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
