import type { ClaimResponse, ClaimResponseItem, Extension } from '@medplum/fhirtypes';
import { findingsElsewhere, withOwnFindings } from '../../fhir/itemFindings.ts';
import { findingsOf, policyFindingUrl } from '../../fhir/policyFinding.ts';
import { pasExtension } from '../codes.ts';

/** Characters of the findings of all items: an item has some 5,000. Of more, those that are the same stand once. */
const mostFindings = 100_000;
/** Characters of all items: with more, an item no longer repeats what the Claim says. */
const mostOfItems = 400_000;

const repeated: readonly string[] = [pasExtension.communicatedDiagnosis, pasExtension.itemRequestedServiceDate];

/**
 * An answer that can be stored however many items it has. Nothing is lost: findings stand at one item for all that have the
 * same, and what is still too much stands with the evidence; the diagnoses and dates asked for stand on the Claim.
 */
export function boundedResponse(response: ClaimResponse): ClaimResponse {
  const own = withOwnFindings(response);
  if (!own) return response;
  const items = lengthOf(own.flatMap(findingsIn)) <= mostFindings ? own : sharing(own);
  return { ...response, item: lengthOf(items) <= mostOfItems ? items : items.map(withoutRepeated) };
}

function sharing(items: readonly ClaimResponseItem[]): ClaimResponseItem[] {
  const firstWith = new Map<string, number>();
  let room = mostFindings;
  return items.map((item) => {
    const findings = findingsIn(item);
    if (findings.length === 0) return item;
    const text = JSON.stringify(findings);
    const same = firstWith.get(text);
    if (same === undefined && text.length <= room) {
      firstWith.set(text, item.itemSequence);
      room -= text.length;
      return item;
    }
    const others = (item.extension ?? []).filter(({ url }) => url !== policyFindingUrl);
    return { ...item, extension: [...others, findingsElsewhere(findingsOf(findings), same)] };
  });
}

function withoutRepeated(item: ClaimResponseItem): ClaimResponseItem {
  return { ...item, extension: item.extension?.filter(({ url }) => !repeated.includes(url)) };
}

function findingsIn({ extension = [] }: ClaimResponseItem): readonly Extension[] {
  return extension.filter(({ url }) => url === policyFindingUrl);
}

function lengthOf(json: unknown): number {
  return JSON.stringify(json).length;
}
