import type { ClaimResponse } from '@medplum/fhirtypes';
import { withOwnFindings } from '../../fhir/itemFindings.ts';
import type { Submission } from '../request/submission.ts';

/**
 * The current answer for whoever sends an earlier message of the case again: of the items that message has, as they now
 * stand. @see PAS 2.2.1, spec-34: no item goes back that was not sent
 */
export function toEarlierMessage(current: ClaimResponse, { claim }: Submission): ClaimResponse {
  const sent = new Set((claim.item ?? []).map(({ sequence }) => sequence));
  const isSent = (sequence: number) => sent.size === 0 || sent.has(sequence);
  const item = withOwnFindings(current)?.filter(({ itemSequence }) => isSent(itemSequence));
  const addItem = current.addItem?.filter(({ itemSequence = [] }) => itemSequence.every(isSent));
  const left = (current.item ?? []).filter(({ itemSequence }) => !isSent(itemSequence));
  const ofSent = new Set([...(item ?? []), ...(addItem ?? [])].flatMap(({ noteNumber = [] }) => noteNumber));
  const ofOthers = new Set(left.flatMap(({ noteNumber = [] }) => noteNumber).filter((number) => !ofSent.has(number)));
  const processNote = current.processNote?.filter(({ number }) => number === undefined || !ofOthers.has(number));
  return {
    ...current,
    ...(item ? { item } : {}),
    ...(addItem ? { addItem } : {}),
    ...(processNote ? { processNote } : {}),
  };
}
