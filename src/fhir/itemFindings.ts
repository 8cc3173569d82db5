import type { ClaimResponse, ClaimResponseItem, Extension } from '@medplum/fhirtypes';
import type { Finding } from '../policy/finding.ts';
import { extensionOf } from './elements.ts';
import { findingsOf, policyFindingUrl } from './policyFinding.ts';
import { ownBase } from './systems.ts';

/** On an item of an answer with very many: where its findings stand instead. */
export const findingsElsewhereUrl = `${ownBase}/StructureDefinition/findings-elsewhere`;

/** The findings of an item. */
export interface ItemFindings {
  /** Empty when they stand with the evidence. */
  readonly findings: readonly Finding[];
  /** They stand with the evidence of the answer in which the item was determined. */
  readonly inEvidence: boolean;
  /** Clauses that are not found met, wherever the findings stand. */
  readonly openClauses: readonly string[];
}

/** @param item - sequence of the item that has the same findings; absent: they stand with the evidence */
export function findingsElsewhere(findings: readonly Finding[], item?: number): Extension {
  const open = openClauses(findings);
  return {
    url: findingsElsewhereUrl,
    extension: [
      ...(item === undefined ? [] : [{ url: 'item', valuePositiveInt: item }]),
      { url: 'open', valueString: open.join(', ') || 'none' },
    ],
  };
}

/** What was found of an item of the answer. */
export function itemFindings(response: Pick<ClaimResponse, 'item'>, sequence: number): ItemFindings {
  const found = itemOf(response, sequence);
  const elsewhere = extensionOf(found, findingsElsewhereUrl);
  if (!elsewhere) return ofFindings(findingsOf(found?.extension));
  const same = extensionOf(elsewhere, 'item')?.valuePositiveInt;
  if (same !== undefined) return ofFindings(findingsOf(itemOf(response, same)?.extension));
  const open = extensionOf(elsewhere, 'open')?.valueString?.split(', ') ?? [];
  return { findings: [], inEvidence: true, openClauses: open.filter((clause) => clause !== 'none') };
}

/** The items, each with its own findings where another has the same. */
export function withOwnFindings(response: Pick<ClaimResponse, 'item'>): ClaimResponseItem[] | undefined {
  return response.item?.map((item) => {
    const same = extensionOf(extensionOf(item, findingsElsewhereUrl), 'item')?.valuePositiveInt;
    if (same === undefined) return item;
    const findings = (itemOf(response, same)?.extension ?? []).filter(({ url }) => url === policyFindingUrl);
    const others = (item.extension ?? []).filter(({ url }) => url !== findingsElsewhereUrl);
    return { ...item, extension: [...others, ...findings] };
  });
}

function ofFindings(findings: readonly Finding[]): ItemFindings {
  return { findings, inEvidence: false, openClauses: openClauses(findings) };
}

function openClauses(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.filter(({ answer }) => answer !== 'yes').map(({ clause }) => clause))].sort();
}

function itemOf({ item = [] }: Pick<ClaimResponse, 'item'>, sequence: number): ClaimResponseItem | undefined {
  return item.find(({ itemSequence }) => itemSequence === sequence);
}
