import type { Claim, Resource } from '@medplum/fhirtypes';
import { extensionsOf } from '../../fhir/elements.ts';
import { caseSystem } from '../../fhir/systems.ts';
import { pasExtension } from '../../pas/codes.ts';
import { namesOf } from '../../pas/updates/priorNamed.ts';
import { answeredTag } from '../answeredTag.ts';
import { storableClaim } from '../logicalReferences.ts';
import { receiptKey } from '../receipt.ts';
import { submittedIdentifiers } from '../updates/submittedNames.ts';
import type { CaseInput } from './caseInput.ts';

/** The Claim that was submitted, as it is stored: found by the case, and by the names its sender knows. */
export function caseClaim({ submission, gathered, receipt }: CaseInput): Claim {
  const claim = storableClaim(submission, gathered.matched);
  const names = submittedIdentifiers(receipt.sender?.identifier?.value ?? '', namesOf(submission));
  const ofCase = { system: caseSystem, value: receiptKey(receipt) };
  return { ...claim, identifier: [...(claim.identifier ?? []), ofCase, ...names] };
}

/** The Claim with what of its items finds and decides them; all of it stands in the receipt's message. */
export function bareClaim({ supportingInfo: _information, ...claim }: Claim): Claim {
  return {
    ...claim,
    item: claim.item?.map(
      ({ detail: _detail, informationSequence: _sequences, modifierExtension: _marks, ...item }) => ({
        ...item,
        extension: [...extensionsOf(item, pasExtension.requestedService)],
      }),
    ),
  };
}

export function answered<T extends Resource>(resource: T): T {
  const others = (resource.meta?.tag ?? []).filter(({ system }) => system !== answeredTag.system);
  return { ...resource, meta: { ...resource.meta, tag: [...others, answeredTag] } };
}
