import { isDeepStrictEqual } from 'node:util';
import { evalFhirPath } from '@medplum/core';
import type { ClaimResponse, ClaimResponseItem, Extension } from '@medplum/fhirtypes';
import type { Answer } from './answers.ts';
import { differ, type ResponseRule } from './responseRules.ts';

const PAS = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-';

const itemsOf = ({ response }: Answer): readonly ClaimResponseItem[] => response.item ?? [];
const extensions = (element: { extension?: Extension[] } | undefined, name: string): readonly Extension[] =>
  (element?.extension ?? []).filter(({ url }) => url === PAS + name || url === name);
const firstItem = ({ item }: ClaimResponse): ClaimResponseItem => item?.[0] ?? { itemSequence: 0, adjudication: [] };

/** The action of an item, when it stands where PAS puts it. */
export function actionOf(item: ClaimResponseItem): string | undefined {
  const [review] = extensions(item.adjudication[0], 'reviewAction');
  const code = review?.extension?.find(({ url }) => url === `${PAS}reviewActionCode`)?.valueCodeableConcept?.coding;
  return code?.find(({ system }) => system === 'https://codesystem.x12.org/005010/306')?.code;
}

const numberOf = (item: ClaimResponseItem) => {
  const [review] = extensions(item.adjudication[0], 'reviewAction');
  return review?.extension?.find(({ url }) => url === 'number')?.valueString;
};

/** What an item with `action` has and others have not. */
function onlyWith(
  action: string,
  what: string,
  has: (item: ClaimResponseItem) => boolean,
): (answer: Answer) => readonly string[] {
  return (answer) =>
    itemsOf(answer)
      .filter((item) => has(item) !== (actionOf(item) === action))
      .map((item) => `item ${item.itemSequence}, ${actionOf(item)}: ${what} ${has(item) ? 'present' : 'absent'}`);
}

function urlsWithin(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(urlsWithin);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) =>
    name === 'url' && typeof child === 'string' ? [child] : urlsWithin(child),
  );
}

function emptyWithin(value: unknown, at: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return value === null || value === '' ? [at] : [];
  const inner = Object.entries(value);
  return inner.length === 0 ? [at] : inner.flatMap(([name, child]) => emptyWithin(child, `${at}.${name}`));
}

const approved = '9-advanced-heart-failure';
const refused = '1-75-member-not-found';

/** @see profile-claimresponse of PAS 2.2.1, spec-34, spec-46 */
export const claimRules: readonly ResponseRule[] = [
  {
    title: 'request leads to the Claim',
    broken: ({ response, request }) => differ('request', response.request?.reference, request.entry?.[0]?.fullUrl),
    breakIt: (response) => void Reflect.set(response, 'request', { reference: 'Claim/1' }),
  },
  {
    title: 'status, use, type and identifiers are those of the Claim',
    broken: ({ response, claim }) => [
      ...differ('status', response.status, 'active'),
      ...differ('use', response.use, 'preauthorization'),
      ...differ('type', response.type, claim.type),
      ...differ('identifier', response.identifier?.slice(0, claim.identifier?.length), claim.identifier),
    ],
    breakIt: (response) => void response.identifier?.reverse(),
  },
  {
    title: 'patient, insurer and requestor are the Claim’s',
    broken: ({ response, claim }) => [
      ...differ('patient', response.patient.reference, claim.patient.reference),
      ...differ('insurer', response.insurer.reference, claim.insurer?.reference),
      ...differ('requestor', response.requestor?.reference, claim.provider.reference),
    ],
    breakIt: (response) => void Reflect.set(response, 'patient', response.insurer),
  },
  {
    title: 'the items are the Claim’s, neither fewer nor more; none with an error',
    broken: (answer) => {
      const submitted =
        answer.response.outcome === 'error' ? [] : (answer.claim.item ?? []).map(({ sequence }) => sequence);
      return differ(
        'item',
        itemsOf(answer).map(({ itemSequence }) => itemSequence),
        submitted,
      );
    },
    breakIt: (response) => void Reflect.set(firstItem(response), 'itemSequence', 99),
  },
  {
    title: 'every trace number is echoed',
    broken: (answer) =>
      itemsOf(answer).flatMap((item) => {
        const own = answer.claim.item?.find(({ sequence }) => sequence === item.itemSequence);
        return differ(
          `item ${item.itemSequence}`,
          extensions(item, 'itemTraceNumber'),
          extensions(own, 'itemTraceNumber'),
        );
      }),
    breakIt: (response) => void firstItem(response).extension?.shift(),
  },
  {
    title: 'every item has one adjudication, submitted, with an action of software under its full url',
    broken: (answer) =>
      itemsOf(answer).flatMap((item) => [
        ...(item.adjudication.length === 1
          ? []
          : [`item ${item.itemSequence}: ${item.adjudication.length} adjudications`]),
        ...(['A1', 'A4', 'NA'].includes(actionOf(item) ?? '') ? [] : [`item ${item.itemSequence}: ${actionOf(item)}`]),
        ...differ(`item ${item.itemSequence}: category`, item.adjudication[0]?.category.coding, [
          { system: 'http://terminology.hl7.org/CodeSystem/adjudication', code: 'submitted' },
        ]),
      ]),
    breakIt: (response) => {
      const [review] = extensions(firstItem(response).adjudication[0], 'reviewAction');
      for (const part of review?.extension ?? []) part.url = part.url.replace(/.*-/, '');
    },
  },
  {
    title: 'a certification number comes with A1 and with nothing else',
    broken: onlyWith('A1', 'number', (item) => (numberOf(item) ?? '') !== ''),
    breakIt: (response) => void extensions(firstItem(response).adjudication[0], 'reviewAction')[0]?.extension?.shift(),
    example: approved,
  },
  {
    title: 'an administration reference number comes with A4 and with nothing else',
    broken: onlyWith('A4', 'administrationReferenceNumber', (item) =>
      extensions(item, 'administrationReferenceNumber').some(({ valueString }) => (valueString ?? '') !== ''),
    ),
    breakIt: (response) =>
      void firstItem(response).extension?.push({ url: `${PAS}administrationReferenceNumber`, valueString: 'REF1' }),
    example: approved,
  },
  {
    title: 'issue date, period and one authorized provider with its type come with A1 and with nothing else',
    broken: onlyWith('A1', 'authorization', (item) => {
      const [issued, period, provider] = ['itemPreAuthIssueDate', 'itemPreAuthPeriod', 'itemAuthorizedProvider'].map(
        (name) => extensions(item, name),
      );
      const parts = provider?.flatMap(({ extension }) => (extension ?? []).map(({ url }) => url));
      return (
        issued?.[0]?.valueDate !== undefined &&
        period?.[0]?.valuePeriod?.start !== undefined &&
        isDeepStrictEqual(parts, ['provider', `${PAS}authorizedProviderType`])
      );
    }),
    breakIt: (response) => {
      const [provider] = extensions(firstItem(response), 'itemAuthorizedProvider');
      provider?.extension?.pop();
    },
    example: approved,
  },
  {
    title: 'nothing says that a second surgical opinion is required for approval',
    broken: ({ response }) => urlsWithin(response).filter((url) => /secondSurgicalOpinionFlag/.test(url)),
    breakIt: (response) =>
      void extensions(firstItem(response).adjudication[0], 'reviewAction')[0]?.extension?.push({
        url: 'secondSurgicalOpinionFlag',
        valueBoolean: false,
      }),
  },
  {
    title: 'it says that no person reviewed it',
    broken: ({ response }) => {
      const said = extensions(response, 'claimResponseReviewer').map(({ extension }) => extension);
      return differ('claimResponseReviewer', said, [[{ url: 'wasHumanReviewedFlag', valueBoolean: false }]]);
    },
    breakIt: (response) => {
      const [reviewer] = extensions(response, 'claimResponseReviewer');
      for (const part of reviewer?.extension ?? []) part.valueBoolean = true;
    },
  },
  {
    title: 'an error comes with the outcome error, a follow-up, and a path from Bundle on that leads somewhere',
    broken: ({ response: { outcome, error = [] }, request }) => [
      ...((outcome === 'error') === error.length > 0 ? [] : [`${outcome} with ${error.length} errors`]),
      ...(outcome === 'complete' || outcome === 'error' ? [] : [`${outcome}`]),
      ...error.flatMap((one) => {
        const path = extensions(one, 'errorPath')[0]?.valueString ?? '';
        const followUp = extensions(one, 'errorFollowupAction')[0]?.valueCodeableConcept?.coding?.[0];
        return [
          ...(path.startsWith('Bundle.') && evalFhirPath(path, request).length > 0 ? [] : [`errorPath ${path}`]),
          ...differ('errorFollowupAction', followUp?.system, 'https://codesystem.x12.org/005010/889'),
          ...differ('code', one.code.coding?.[0]?.system, 'https://codesystem.x12.org/005010/901'),
        ];
      }),
    ],
    breakIt: (response) => {
      for (const path of extensions(response.error?.[0], 'errorPath')) path.valueString = 'Bundle.entry[99]';
    },
    example: refused,
  },
  {
    title: 'every item and every error is linked to its notes, and every note to one of them',
    broken: (answer) => {
      const ofErrors = (answer.response.error ?? []).flatMap((error) =>
        extensions(extensions(error, 'errorElement')[0], 'processNote').map(({ valuePositiveInt }) => valuePositiveInt),
      );
      const linked = [...itemsOf(answer).flatMap(({ noteNumber = [] }) => noteNumber), ...ofErrors];
      const unlinked = itemsOf(answer).filter(({ noteNumber = [] }) => noteNumber.length === 0);
      return [
        ...differ(
          'numbers',
          [...linked].sort(),
          (answer.response.processNote ?? []).map(({ number }) => number),
        ),
        ...unlinked.map(({ itemSequence }) => `item ${itemSequence} has no note`),
      ];
    },
    breakIt: (response) => void response.processNote?.pop(),
  },
  {
    title: 'nothing in it is empty',
    broken: ({ response }) => emptyWithin(response, 'ClaimResponse'),
    breakIt: (response) => void Reflect.set(response, 'addItem', []),
  },
];
