import type { ClaimItem, Resource } from '@medplum/fhirtypes';
import { extensionsOf } from '../../fhir/elements.ts';
import { pasExtension } from '../codes.ts';
import { itemsOf } from '../reading/items.ts';
import type { SubmittedItem, SubmittedParty } from '../reading/submittedRequest.ts';
import type { Submission } from '../request/submission.ts';
import { asksForExtension } from './marks.ts';

/** What an item asks for, to be compared with `deepEquals`: how it is marked and numbered makes no difference. */
export type ItemContent = Readonly<Record<string, unknown>>;

/** Marks, numbers that the answer gave or the sender keeps, and the service, which is told apart. */
const notContent: ReadonlySet<string> = new Set([
  pasExtension.infoChanged,
  pasExtension.certificationType,
  pasExtension.itemTraceNumber,
  pasExtension.authorizationNumber,
  pasExtension.administrationReferenceNumber,
  pasExtension.requestedService,
]);

/** Elements that name people and other resources, which are compared as they are read; and what a sender writes anew each time. */
const notOfTheService: ReadonlySet<string> = new Set([
  'id',
  'meta',
  'text',
  'contained',
  'identifier',
  'authoredOn',
  'subject',
  'encounter',
  'requester',
  'performer',
  'insurance',
  'supportingInfo',
  'reasonReference',
]);

/** By item sequence. @param timeZone - the plan's */
export function itemContents(submission: Submission, timeZone: string): ReadonlyMap<number, ItemContent> {
  const read = itemsOf(submission, timeZone);
  return new Map(
    (submission.claim.item ?? []).map((item, index) => [item.sequence, contentOf(submission, item, read[index])]),
  );
}

function contentOf(submission: Submission, item: ClaimItem, read: SubmittedItem | undefined): ItemContent {
  const {
    extension = [],
    modifierExtension: _marks,
    careTeamSequence: _careTeam,
    diagnosisSequence: _diagnoses,
    informationSequence: _information,
    ...stated
  } = item;
  const services = extensionsOf(item, pasExtension.requestedService).map(({ valueReference }) => {
    const resolved = submission.resolve(valueReference);
    return resolved.kind === 'resource' ? service(resolved.resource) : {};
  });
  return comparable({
    stated,
    extension: extension.filter(({ url }) => !notContent.has(url)),
    services,
    extends: asksForExtension(item),
    diagnosis: read?.diagnoses[0],
    serviceDate: read?.serviceDate,
    requested: (read?.requested ?? []).map(party),
    firstOpinion: [...(read?.firstOpinion ?? [])].sort(),
  });
}

function service(resource: Resource): ItemContent {
  return Object.fromEntries(Object.entries(resource).filter(([name]) => !notOfTheService.has(name)));
}

/** Who has an NPI is the same by whatever name. */
function party({ kind, npi, name, specialties, sites }: SubmittedParty): ItemContent {
  return { kind, who: npi ?? name, specialties, sites };
}

/** Without what is absent, and without the words beside a code. */
function comparable(content: ItemContent): ItemContent {
  return JSON.parse(
    JSON.stringify(content, (name, value) => (name === 'display' || name === 'id' ? undefined : value)),
  );
}
