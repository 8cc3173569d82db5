import { isResourceWithId, type MedplumClient, type WithId } from '@medplum/core';
import type { Bundle, Claim, ClaimItem, ClaimResponse, Task } from '@medplum/fhirtypes';
import { ofType, searchAll } from '../../../src/directory/searchAll.ts';
import { caseKeyOf } from '../../../src/fhir/caseLinks.ts';
import { concept, extensionsOf } from '../../../src/fhir/elements.ts';
import { caseSystem, x12 } from '../../../src/fhir/systems.ts';
import { infoCancelledUrl, pasExtension } from '../../../src/pas/codes.ts';
import { actionsOf } from '../../support/fhirHttp.ts';
import { encode, exampleBundle } from '../harness.ts';

/** A message of a request, which a test updates. */
export interface Version {
  readonly bundle: Bundle;
  readonly body: Uint8Array;
}

/** What an update does to the Claim before it is sent. */
export type Change = (claim: Claim, bundle: Bundle) => void;

/** A request under names of its own. */
export function request(example: string, change: Change = () => {}): Version {
  const bundle = exampleBundle(`requests/${example}.json`);
  return versionOf(bundle, change);
}

/** An update: the Claim of the version before it, repeated under another name, with that Claim as the second. */
export function updateOf(before: Version, change: Change, how: 'included' | 'by identifier' = 'included'): Version {
  const bundle: Bundle = structuredClone(before.bundle);
  const [first, ...rest] = bundle.entry ?? [];
  const prior = claimIn(before.bundle);
  const others = rest.filter(({ resource }) => resource?.resourceType !== 'Claim');
  const named = how === 'included' ? { reference: first?.fullUrl } : { identifier: prior.identifier?.[0] };
  const claim: Claim = { ...claimIn(bundle), item: claimIn(bundle).item?.map(withoutChangeMark) };
  claim.meta = { profile: ['http://hl7.org/fhir/us/davinci-pas/StructureDefinition/profile-claim-update'] };
  claim.related = [
    {
      claim: named,
      relationship: concept('http://terminology.hl7.org/CodeSystem/ex-relatedclaimrelationship', 'prior'),
    },
  ];
  const second = how === 'included' ? [{ fullUrl: first?.fullUrl ?? '', resource: prior }] : [];
  bundle.entry = [{ resource: claim }, ...others, ...second];
  return versionOf(bundle, change);
}

export function versionOf(bundle: Bundle, change: Change): Version {
  const value = crypto.randomUUID();
  bundle.identifier = { system: 'https://ehr.example/submission', value };
  const claim = claimIn(bundle);
  claim.identifier = [{ system: 'urn:trnorg:9000000001', value }];
  if (bundle.entry?.[0]) bundle.entry[0].fullUrl = `urn:uuid:${value}`;
  change(claim, bundle);
  return { bundle, body: encode(bundle) };
}

export function claimIn({ entry }: Bundle): Claim {
  const claim = entry?.[0]?.resource;
  if (claim?.resourceType === 'Claim') return claim;
  throw new Error('The message has no Claim');
}

export function itemIn(claim: Claim, sequence: number): ClaimItem {
  const item = claim.item?.find((each) => each.sequence === sequence);
  if (item) return item;
  throw new Error(`There is no item ${sequence}`);
}

function withoutChangeMark(item: ClaimItem): ClaimItem {
  return { ...item, extension: item.extension?.filter(({ url }) => url !== pasExtension.infoChanged) };
}

export function markChanged(item: ClaimItem, valueCode: 'added' | 'changed' = 'changed'): void {
  item.extension = [...(item.extension ?? []), { url: pasExtension.infoChanged, valueCode }];
}

export function cancelItem(item: ClaimItem): void {
  item.modifierExtension = [{ url: infoCancelledUrl, valueBoolean: true }];
  certify(item, '3');
}

export function certify(element: Claim | ClaimItem, code: string): void {
  const others = (element.extension ?? []).filter(({ url }) => url !== pasExtension.certificationType);
  element.extension = [
    ...others,
    { url: pasExtension.certificationType, valueCodeableConcept: concept(x12(1322), code) },
  ];
}

/** Another item like the one named, marked as added. */
export function addItem(claim: Claim, like: number, sequence: number): ClaimItem {
  const item: ClaimItem = { ...structuredClone(itemIn(claim, like)), sequence };
  item.extension = item.extension?.filter(({ url }) => url !== pasExtension.itemTraceNumber);
  markChanged(item, 'added');
  claim.item?.push(item);
  return item;
}

/** `1 A1, 2 A4` */
export function standing(response: ClaimResponse): string {
  return actionsOf(response)
    .map(({ sequence, action }) => `${sequence} ${action}`)
    .join(', ');
}

export async function tasksOf(client: MedplumClient, response: ClaimResponse): Promise<readonly WithId<Task>[]> {
  const query = { 'group-identifier': `${caseSystem}|${caseKeyOf(response)}` };
  const { resources } = await searchAll(client, 'Task', query);
  return ofType(resources, 'Task').filter((task): task is WithId<Task> => isResourceWithId(task, 'Task'));
}

export function codeOf({ code }: Task): string {
  return code?.coding?.[0]?.code ?? '';
}

export function numberOf(response: ClaimResponse, sequence: number): string | undefined {
  const item = response.item?.find(({ itemSequence }) => itemSequence === sequence);
  const [certified] = (item?.adjudication[0]?.extension ?? []).flatMap(
    ({ extension = [] }) => extension.find(({ url }) => url === 'number')?.valueString ?? [],
  );
  return certified ?? extensionsOf(item, pasExtension.administrationReferenceNumber)[0]?.valueString;
}

export function notesOf(response: ClaimResponse, sequence: number): readonly string[] {
  const item = response.item?.find(({ itemSequence }) => itemSequence === sequence);
  return (response.processNote ?? [])
    .filter(({ number }) => number !== undefined && item?.noteNumber?.includes(number))
    .map(({ text }) => text);
}
