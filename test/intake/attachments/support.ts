import type {
  Bundle,
  CommunicationRequest,
  DocumentReference,
  OperationOutcome,
  Resource,
  Task,
} from '@medplum/fhirtypes';
import { ofType, searchAll } from '../../../src/directory/searchAll.ts';
import { attachmentToken } from '../../../src/intake/attachments/attachmentDocument.ts';
import { isInformationTask } from '../../../src/intake/attachments/informationRequests.ts';
import { decideBy, type OpenCase, openCase, parametersOf, people, type ServiceOnStore } from '../decision/support.ts';

export const echo = { coding: [{ system: 'http://loinc.org', code: '18748-4' }] };
export const consult = { coding: [{ system: 'http://loinc.org', code: '11488-4' }] };
export const reason = 'The last echocardiogram is not with the request.';

/** A case in which a reviewer has asked for something. */
export interface AskedCase extends OpenCase {
  readonly sent: Bundle;
  readonly requests: readonly CommunicationRequest[];
  readonly tasks: readonly Task[];
  readonly member: { readonly system?: string; readonly value: string };
  readonly tracking: (index?: number) => string;
}

/** A part of a decision that asks for a document by code. */
export const coded = (valueCodeableConcept: object) => ({ name: 'informationCode', valueCodeableConcept });
/** Parts that ask in every style there is: words, report type, LOINC code, questionnaire; and for how much of it. */
export const everyStyle: readonly object[] = [
  { name: 'information', valueString: 'The last report.' },
  coded(echo),
  coded({ coding: [{ system: 'https://codesystem.x12.org/005010/755', code: 'PY' }] }),
  coded({ coding: [{ system: 'http://loinc.org', code: '102089-0' }] }),
  { name: 'informationModifier', valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code: '18804-5' }] } },
];

/** @param parts - besides decision, reviewer and reason */
export async function askedCase(
  service: ServiceOnStore,
  parts: readonly object[],
  change?: (message: Bundle) => void,
): Promise<AskedCase> {
  const open = await openCase(service, '10-network-alternative', change);
  const body = JSON.parse(parametersOf({ decision: 'request-information', reviewer: people.physician, reason }));
  const said = JSON.stringify({ ...body, parameter: [...body.parameter, ...parts] });
  const reply = await decideBy(service, open.task.id, said);
  if (reply.body.resourceType !== 'Bundle') throw new Error(JSON.stringify(reply.body));
  const resources = (reply.body.entry ?? []).flatMap(({ resource }) => resource ?? []);
  const requests = ofType(resources, 'CommunicationRequest');
  const [patient] = ofType(resources, 'Patient');
  const [number] = patient?.identifier ?? [];
  return {
    ...open,
    sent: reply.body,
    requests,
    tasks: ofType(resources, 'Task').filter(isInformationTask),
    member: { system: number?.system, value: number?.value ?? '' },
    tracking: (index = 0) => requests[index]?.identifier?.[0]?.value ?? '',
  };
}

export interface Sent {
  readonly tracking?: string;
  readonly trackingSystem?: string;
  readonly member?: { readonly system?: string; readonly value: string };
  readonly number?: string;
  readonly provider?: string;
  readonly attachTo?: string;
  readonly final?: boolean;
  readonly attachments?: readonly { readonly code?: object; readonly line?: string; readonly content: object }[];
}

export function documentReference(data: string | Uint8Array, contentType = 'text/plain', more: object = {}): object {
  const encoded = Buffer.from(data).toString('base64');
  return {
    resourceType: 'DocumentReference',
    status: 'current',
    content: [{ attachment: { contentType, data: encoded, ...more } }],
  };
}

/** The body of `$submit-attachment`. */
export function attachmentsOf(sent: Sent): string {
  const { tracking, trackingSystem, member, number, provider, attachTo = 'preauthorization', final } = sent;
  const attachments = sent.attachments ?? [{ content: documentReference('Ejection fraction 30 %.') }];
  const identifier = (name: string, value: string | undefined, system?: string) =>
    value === undefined ? [] : [{ name, valueIdentifier: { ...(system ? { system } : {}), value } }];
  return JSON.stringify({
    resourceType: 'Parameters',
    parameter: [
      ...identifier('TrackingId', tracking, trackingSystem),
      { name: 'AttachTo', valueCode: attachTo },
      ...identifier('MemberId', member?.value, member?.system),
      ...identifier('AdminRefNumber', number),
      ...identifier('ProviderId', provider, 'http://hl7.org/fhir/sid/us-npi'),
      ...attachments.map(({ code, line, content }) => ({
        name: 'Attachment',
        part: [
          ...(line === undefined ? [] : [{ name: 'LineItem', valueString: line }]),
          ...(code ? [{ name: 'Code', valueCodeableConcept: code }] : []),
          { name: 'Content', resource: content },
        ],
      })),
      ...(final === undefined ? [] : [{ name: 'Final', valueBoolean: final }]),
    ],
  });
}

export async function submitTo(
  { app }: Pick<ServiceOnStore, 'app'>,
  body: string,
): Promise<{ status: number; texts: string[] }> {
  const headers = { 'content-type': 'application/fhir+json' };
  const reply = await app.request('/fhir/$submit-attachment', { method: 'POST', body, headers });
  const outcome = (await reply.json()) as OperationOutcome;
  return { status: reply.status, texts: outcome.issue.map(({ details }) => details?.text ?? '') };
}

export async function stored<K extends 'DocumentReference' | 'Task' | 'CommunicationRequest'>(
  { store }: Pick<ServiceOnStore, 'store'>,
  type: K,
  query: Readonly<Record<string, string>>,
): Promise<readonly Extract<Resource, { resourceType: K }>[]> {
  const { resources } = await searchAll(store.client, type, query);
  return resources.filter((each): each is Extract<Resource, { resourceType: K }> => each.resourceType === type);
}

export function attachmentsStored(service: Pick<ServiceOnStore, 'store'>): Promise<readonly DocumentReference[]> {
  return stored(service, 'DocumentReference', { category: attachmentToken });
}
