import type { Bundle } from '@medplum/fhirtypes';
import { bytesWithin } from '../receipt.ts';
import { fitsTransaction } from '../transactionEntries.ts';
import type { CaseInput } from './caseInput.ts';

/** Where what the transaction has no room for is kept: `Binary/<id>`. */
export interface Kept {
  readonly evidenceIn?: string;
  readonly messageIn?: string;
  /** What the receipt's message or the store holds already is left out. */
  readonly isBare?: boolean;
}

/** The first of these that fits: everything within; evidence apart; the message apart too; without what these and the store hold already. */
export async function fittingBundle(
  { keep, receipt }: Pick<CaseInput, 'keep' | 'receipt'>,
  evidence: Uint8Array,
  compose: (kept: Kept) => Bundle,
): Promise<Bundle> {
  const whole = compose({});
  if (fitsTransaction(whole)) return whole;
  const evidenceIn = await keep(evidence);
  const apart = compose({ evidenceIn });
  if (fitsTransaction(apart)) return apart;
  const message = bytesWithin(receipt);
  const kept = { evidenceIn, ...(message ? { messageIn: await keep(message) } : {}) };
  const alone = compose(kept);
  return fitsTransaction(alone) ? alone : compose({ ...kept, isBare: true });
}
