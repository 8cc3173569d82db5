import type { MedplumClient } from '@medplum/core';
import type { Bundle, Claim, Reference, Resource, ResourceType, ServiceRequest } from '@medplum/fhirtypes';
import { readPlanProducts } from '../directory/product.ts';
import { ofType, searchAll } from '../directory/searchAll.ts';
import { codesOf, concept, nameInWords, npiOf, referencedId } from '../fhir/elements.ts';
import { icd10Codes, npiSystem, x12 } from '../fhir/systems.ts';
import { pasExtension } from '../pas/codes.ts';
import { objectsWithin } from '../pas/reading/walkElements.ts';

/** What a request may rest on; other references are left as they are. */
const followed: ReadonlySet<string> = new Set<ResourceType>([
  'Patient',
  'RelatedPerson',
  'Coverage',
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Location',
  'ServiceRequest',
  'Condition',
  'DocumentReference',
  'QuestionnaireResponse',
]);

/** References are followed so far from the request, and to so many resources at the most. */
const mostSteps = 3;
const mostResources = 100;

/** A Claim written straight into the store, with what it refers to, in the form of a PAS request. */
export async function assembleClaim(client: MedplumClient, claim: Claim): Promise<Bundle> {
  return collection([claim, ...(await referenced(client, [claim]))]);
}

/**
 * A ServiceRequest as the Claim it amounts to: one consultation of its performer, from this plan, with the request itself
 * as the requested service.
 * @param products - product values the policy applies to; the first one's owner is the insurer
 */
export async function assembleServiceRequest(
  client: MedplumClient,
  request: ServiceRequest,
  products: readonly string[],
): Promise<Bundle> {
  const { payers } = await readPlanProducts(client, products);
  const others = await referenced(client, [request]);
  const claim = claimOf(
    request,
    payers[0]?.id,
    ofType(others, 'Condition').flatMap(({ code }) => codesOf(code, icd10Codes)),
  );
  const known = new Set(others.map(({ resourceType, id }) => `${resourceType}/${id}`));
  const insurer = payers.slice(0, 1).filter(({ id }) => !known.has(`Organization/${id}`));
  return collection([claim, request, ...others, ...insurer]);
}

const placeOfService = 'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set';

function claimOf(request: ServiceRequest, payer: string | undefined, conditions: readonly string[]): Claim {
  const consultation = concept(x12(1365), '3', 'Consultation');
  const stated = (request.reasonCode ?? []).flatMap((reason) => codesOf(reason, icd10Codes));
  const insurer = payer === undefined ? { display: 'The plan' } : { reference: `Organization/${payer}` };
  const { subject } = request;
  const provider = requestorOf(request) ?? insurer;
  return {
    resourceType: 'Claim',
    status: 'active',
    type: concept('http://terminology.hl7.org/CodeSystem/claim-type', 'professional'),
    use: 'preauthorization',
    patient: subject as Claim['patient'],
    created: request.authoredOn ?? request.meta?.lastUpdated ?? '',
    insurer,
    provider: provider as Claim['provider'],
    priority: concept('http://terminology.hl7.org/CodeSystem/processpriority', 'normal'),
    insurance: [
      { sequence: 1, focal: true, coverage: request.insurance?.[0] ?? { display: 'Coverage of record' } },
    ] as Claim['insurance'],
    diagnosis: [...stated, ...conditions].map((code, index) => ({
      sequence: index + 1,
      diagnosisCodeableConcept: concept(icd10Codes, code),
    })),
    item: [
      {
        extension: [
          { url: pasExtension.requestedService, valueReference: { reference: `ServiceRequest/${request.id}` } },
        ],
        sequence: 1,
        category: consultation,
        productOrService: request.code ?? consultation,
        locationCodeableConcept: request.locationCode?.[0] ?? concept(placeOfService, '11'),
      },
    ],
  };
}

/** The professional or organization who orders; undefined: it is somebody else, and the plan enters it for them. */
function requestorOf({ requester, contained = [] }: ServiceRequest): Reference | undefined {
  if (requester?.reference?.startsWith('#')) {
    const within = contained.find(({ id }) => `#${id}` === requester.reference);
    return within && requestors.has(within.resourceType) ? logical(within, requester.display) : undefined;
  }
  const type = referencedId(requester?.reference)?.type ?? requester?.type;
  return type === undefined || requestors.has(type) ? requester : undefined;
}

const requestors: ReadonlySet<string> = new Set<ResourceType>(['Practitioner', 'PractitionerRole', 'Organization']);

/** Whom the order contains the Claim cannot refer to; it names them. */
function logical(resource: Resource, display: string | undefined): Reference {
  const { resourceType: type } = resource;
  const identifiers = 'identifier' in resource && Array.isArray(resource.identifier) ? resource.identifier : [];
  const npi = npiOf(identifiers);
  const identifier = npi === undefined ? identifiers[0] : { system: npiSystem, value: npi };
  const name = resource.resourceType === 'Practitioner' ? nameInWords(resource.name) : undefined;
  const said = name ?? (resource.resourceType === 'Organization' ? resource.name : display);
  return { type, ...(identifier ? { identifier } : {}), display: said ?? `${type} of the order` };
}

function collection(resources: readonly Resource[]): Bundle {
  const entry = resources.map((resource) => ({ fullUrl: `urn:uuid:${resource.id ?? crypto.randomUUID()}`, resource }));
  return { resourceType: 'Bundle', type: 'collection', entry };
}

async function referenced(client: MedplumClient, roots: readonly Resource[]): Promise<readonly Resource[]> {
  const found = new Map<string, Resource>();
  const seen = new Set(roots.map(({ resourceType, id }) => `${resourceType}/${id}`));
  let front: readonly Resource[] = roots;
  for (let step = 0; step < mostSteps && front.length > 0 && found.size < mostResources; step += 1) {
    const wanted = front.flatMap(referencesIn).filter((reference) => !seen.has(reference));
    front = await readAll(client, [...new Set(wanted)]);
    for (const reference of wanted) seen.add(reference);
    for (const resource of front) found.set(`${resource.resourceType}/${resource.id}`, resource);
  }
  return [...found.values()];
}

function referencesIn(resource: Resource): readonly string[] {
  return objectsWithin(resource, '').flatMap(({ value }) => {
    const named = typeof value.reference === 'string' ? referencedId(value.reference) : undefined;
    return named && followed.has(named.type) ? [`${named.type}/${named.id}`] : [];
  });
}

async function readAll(client: MedplumClient, references: readonly string[]): Promise<readonly Resource[]> {
  const byType = Map.groupBy(references, (reference) => reference.split('/')[0] ?? '');
  const pages = await Promise.all(
    [...byType].map(([type, list]) =>
      searchAll(client, type as ResourceType, { _id: list.map((reference) => reference.split('/')[1]).join(',') }),
    ),
  );
  return pages.flatMap(({ resources }) => resources);
}
