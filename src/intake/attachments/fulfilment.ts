import type { WithId } from '@medplum/core';
import type { CodeableConcept, CommunicationRequest, Task } from '@medplum/fhirtypes';
import { codesOf } from '../../fhir/elements.ts';
import type { AttachmentSubmission, SentDocument } from '../../pas/additionalInformation/attachmentSubmission.ts';
import { loincCodes, questionnaireCode, reportTypeCodes } from '../../pas/additionalInformation/codes.ts';
import type { StoredRequests } from './informationRequests.ts';

/** What becomes of the requests for information when attachments come. */
export interface Fulfilment {
  readonly requests: readonly WithId<CommunicationRequest>[];
  readonly tasks: readonly WithId<Task>[];
  /** Nothing that was asked for is still to come. */
  readonly isComplete: boolean;
}

const nothingFollows = 'The sender says that nothing else will follow.';

/** Pure. @param solicitedBy - whose tracking id the sender gives */
export function fulfilment(
  { communicationRequests, tasks }: StoredRequests,
  solicitedBy: CommunicationRequest | Task | undefined,
  { documents, final }: Pick<AttachmentSubmission, 'documents' | 'final'>,
): Fulfilment {
  if (!solicitedBy) return { requests: [], tasks: [], isComplete: false };
  const together = askedTogether(communicationRequests, tasks, solicitedBy);
  const open = together.filter(({ status }) => status === 'active');
  const came =
    solicitedBy.resourceType === 'Task'
      ? answeredBy(documents, open, together)
      : open.filter(({ id }) => id === solicitedBy.id);
  const requests = open.flatMap((request): readonly WithId<CommunicationRequest>[] => {
    if (came.includes(request)) return [{ ...request, status: 'completed' }];
    return final ? [{ ...request, status: 'revoked', statusReason: { text: nothingFollows } }] : [];
  });
  const isOpen = ({ id }: CommunicationRequest) =>
    communicationRequests.some((each) => each.id === id && each.status === 'active') &&
    !requests.some((changed) => changed.id === id);
  return {
    requests,
    tasks: tasks
      .filter((task) => task.status === 'requested' && !requestsOf(task, communicationRequests).some(isOpen))
      .map((task) => ({ ...task, status: 'completed', statusReason: { text: final ? nothingFollows : 'It came.' } })),
    isComplete: final || !communicationRequests.some(isOpen),
  };
}

function requestsOf<T extends CommunicationRequest>({ basedOn = [] }: Task, all: readonly T[]): readonly T[] {
  return all.filter(({ id }) => basedOn.some(({ reference }) => reference === `CommunicationRequest/${id}`));
}

/** What was asked for with the request that is answered: by the same Task. */
function askedTogether(
  all: readonly WithId<CommunicationRequest>[],
  tasks: readonly WithId<Task>[],
  solicitedBy: CommunicationRequest | Task,
): readonly WithId<CommunicationRequest>[] {
  const asking = tasks.filter((task) =>
    solicitedBy.resourceType === 'Task'
      ? task.id === solicitedBy.id
      : requestsOf(task, all).some(({ id }) => id === solicitedBy.id),
  );
  return asking.flatMap((task) => requestsOf(task, all));
}

/**
 * Each document answers what it is coded as; if all but one are answered, what is left over answers that one. What is coded as
 * something else that was asked for is not left over: it came again.
 */
function answeredBy<T extends CommunicationRequest>(
  documents: readonly SentDocument[],
  open: readonly T[],
  together: readonly T[],
): readonly T[] {
  const coded = open.filter((request) => documents.some((document) => isCodedAs(document, request)));
  const rest = open.filter((request) => !coded.includes(request));
  const isLeftOver = documents.some((document) => !together.some((request) => isCodedAs(document, request)));
  return rest.length === 1 && isLeftOver ? [...coded, ...rest] : coded;
}

function isCodedAs({ code, resourceType }: SentDocument, { payload, category }: CommunicationRequest): boolean {
  const wanted = payload?.[0]?.contentString;
  if (wanted === questionnaireCode && resourceType === 'QuestionnaireResponse') return true;
  if (wanted !== undefined) return codesOf(code, loincCodes).includes(wanted);
  return reportTypes(category).some((type) => reportTypes(code).includes(type));
}

function reportTypes(concepts: CodeableConcept | readonly CodeableConcept[] | undefined): readonly string[] {
  return codesOf(concepts, reportTypeCodes);
}
