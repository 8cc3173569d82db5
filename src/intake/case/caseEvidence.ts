import type { ClaimResponse } from '@medplum/fhirtypes';
import type { Deadlines } from '../../deadlines/index.ts';
import { itemNumberSystem } from '../../fhir/evidence.ts';
import { evidenceBytes } from '../evidence.ts';
import type { EvidenceDocument } from '../evidenceDocument.ts';
import { receiptKey, receivedAt } from '../receipt.ts';
import type { CaseInput } from './caseInput.ts';

/** What an answer rests on, as it is stored beside it. */
export interface AnsweredOn {
  readonly deadlines: Deadlines | undefined;
  readonly patient: ClaimResponse['patient'];
  /** Its fullUrl in the transaction. */
  readonly responseUrl: string;
  /** Certification and reference numbers by item. */
  readonly numbers: ReadonlyMap<number, string>;
}

export function caseEvidence(
  { receipt, gathered, determination, settings, standing, undecided }: CaseInput,
  { deadlines, patient, responseUrl, numbers }: AnsweredOn,
): EvidenceDocument {
  const shared = { caseKey: receiptKey(receipt), received: receivedAt(receipt) };
  const given = determination.items.filter(({ action }) => action !== 'NA');
  const clocks = { deadlines, standing, beside: undecided[0]?.deadlines };
  return {
    ...shared,
    bytes: evidenceBytes({ ...shared, ...clocks, facts: gathered.facts, determination, settings }),
    numbers: given.map(({ sequence }) => ({ system: itemNumberSystem, value: numbers.get(sequence) })),
    patient,
    response: { reference: responseUrl },
  };
}
