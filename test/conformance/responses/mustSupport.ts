import { evalFhirPath } from '@medplum/core';
import type { Bundle, Resource } from '@medplum/fhirtypes';

const pas = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-';

/** Elements that at least one answer has to show, by resource; an extension goes by the end of its url after a colon. */
export const mustSupport: Readonly<Record<string, string>> = {
  Bundle: 'identifier timestamp entry.fullUrl entry.resource',
  ClaimResponse: `identifier identifier.system identifier.value identifier:identifierSubDepartment identifier:identifierJurisdiction
    status patient created insurer requestor request request:data-absent-reason outcome preAuthPeriod :TransmissionIdentifiers
    :claimResponseReviewer :itemAuthorizedProvider item.itemSequence item.noteNumber item.adjudication
    item.adjudication:reviewAction item:itemTraceNumber item:itemPreAuthIssueDate item:itemPreAuthPeriod
    item:authorizationNumber item:administrationReferenceNumber item:itemRequestedServiceDate item:itemAuthorizedProvider
    item:itemAuthorizedDetail item:admissionDates item:dischargeDate item:communicatedDiagnosis addItem.itemSequence
    addItem.provider addItem.provider:authorizedProviderType addItem.productOrService addItem.modifier addItem.serviced
    addItem.location addItem.quantity addItem.unitPrice addItem.adjudication addItem.adjudication:reviewAction
    addItem:itemTraceNumber addItem:itemPreAuthIssueDate addItem:itemPreAuthPeriod addItem:authorizationNumber
    addItem:administrationReferenceNumber addItem:epsdtIndicator addItem:nursingHomeResidentialStatus
    addItem:nursingHomeLevelOfCare addItem:productOrServiceCodeEnd addItem:revenueCode addItem:revenueUnitRateLimit
    addItem:requestedService addItem:serviceItemRequestType addItem:certificationType addItem:admissionDates
    addItem:dischargeDate adjudication adjudication:reviewAction processNote.number processNote.text communicationRequest
    error.code error:errorFollowupAction error:errorElement error:errorPath`,
  CommunicationRequest: `category :serviceLineNumber identifier medium payload.content payload:communicatedDiagnosis
    payload:contentModifier recipient requester sender`,
  'Organization (insurer)': `active address.line address.city address.state address.postalCode address.country identifier
    identifier=http://hl7.org/fhir/sid/us-npi identifier=http://terminology.hl7.org/NamingSystem/USEIN identifier=payerid name
    telecom.system telecom.value type`,
  'Organization (requestor)': `active address.line address.city address.state address.postalCode address.country identifier
    identifier=http://hl7.org/fhir/sid/us-npi identifier=http://terminology.hl7.org/NamingSystem/USEIN identifier=payerid name
    telecom.system telecom.value type contact.name contact.telecom`,
  Patient: `address.line address.city address.district address.state address.postalCode address.country birthDate
    communication.language gender identifier.system identifier.value multipleBirth name.family name.given name.prefix name.suffix
    telecom.system telecom.value telecom.use`,
  Practitioner: `address.line address.city address.state address.postalCode address.country
    identifier=http://hl7.org/fhir/sid/us-npi name.family telecom.system telecom.value`,
  PractitionerRole: 'code specialty endpoint location organization practitioner telecom',
  Task: `code for identifier intent owner.identifier requester.identifier reasonCode.coding.code reasonReference
    restriction.period status statusReason input=payer-url input=attachments-needed input=questionnaire-context
    input:serviceLineNumber input:contentModifier`,
};

/** The same for answers to inquiries, which have neither an identifier of the Bundle nor requests for documents. */
export const inquiryMustSupport: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(mustSupport).filter(([resource]) => resource !== 'CommunicationRequest')),
  Bundle: 'timestamp entry.fullUrl entry.resource',
  ClaimResponse: mustSupport.ClaimResponse?.replace(/\s+communicationRequest\b/, '') ?? '',
};

export interface Row {
  readonly resource: string;
  readonly element: string;
  readonly isShown: boolean;
}

/** Which of the elements the Bundles show in at least one instance. */
export function coverage(bundles: readonly Bundle[], wanted = mustSupport): readonly Row[] {
  const resources = bundles.flatMap((bundle) => [
    bundle,
    ...(bundle.entry ?? []).flatMap(({ resource }) => resource ?? []),
  ]);
  return Object.entries(wanted).flatMap(([resource, elements]) => {
    const [type = ''] = resource.split(' ');
    const instances = resources.filter((each) => each.resourceType === type && isMeant(each, resource));
    return elements.split(/\s+/).map((element) => {
      const path = pathOf(element);
      return { resource, element, isShown: instances.some((each) => evalFhirPath(path, each).length > 0) };
    });
  });
}

/** The insurer is told from requestors by its type. */
function isMeant(each: Resource, row: string): boolean {
  if (each.resourceType !== 'Organization') return true;
  const isInsurer = each.type?.some(({ coding }) => coding?.some(({ code }) => code === 'PR')) ?? false;
  return row.includes('insurer') === isInsurer;
}

function pathOf(element: string): string {
  const extension = /^([\w.]*):(.+)$/.exec(element);
  if (extension) {
    const [, parent = '', name = ''] = extension;
    const url = name === 'data-absent-reason' ? `http://hl7.org/fhir/StructureDefinition/${name}` : pas + name;
    return `${parent === '' ? '' : `${parent}.`}extension.where(url = '${url}')`;
  }
  const valued = /^(\w+)=(.+)$/.exec(element);
  if (!valued) return element;
  const [, name, value] = valued;
  if (name === 'input') return `input.where(type.coding.code = '${value}').value`;
  return value?.includes(':')
    ? `identifier.where(system = '${value}')`
    : `identifier.where(type.coding.where(code = '${value}').exists())`;
}

/** A list of docs/must-support.md with what is shown of it. */
export interface Covered {
  /** What is answered: `$submit`. */
  readonly operation: string;
  readonly rows: readonly Row[];
  /** Resource and element of each known gap, with the reason. */
  readonly gaps: Readonly<Record<string, string>>;
}

/** The text of docs/must-support.md. */
export function pageOf(lists: readonly Covered[]): string {
  const head =
    'Must-support elements of PAS 2.2.1 in responses: which of them the answers to the requests of `test/conformance` show in at ' +
    'least one instance. `test/conformance/inferno/mustSupport.test.ts` keeps this page true, and writes it with ' +
    '`WRITE_DOCS=1`. An extension follows a colon, a coded kind an equals sign.';
  return ['# Must-support elements of responses', head, ...lists.map(sectionOf)].join('\n\n').concat('\n');
}

function sectionOf({ operation, rows, gaps }: Covered): string {
  const tables = [...Map.groupBy(rows, ({ resource }) => resource)].map(([resource, own]) => {
    const lines = own.map(({ element }) => `| \`${element}\` | ${gaps[`${resource} ${element}`] ?? 'yes'} |`);
    return [`### ${resource}\n`, '| element | shown |', '| --- | --- |', ...lines].join('\n');
  });
  return [`## Answers to ${operation}`, ...tables].join('\n\n');
}
