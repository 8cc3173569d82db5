import type { OperationOutcome, Parameters } from '@medplum/fhirtypes';
import { findMember } from '../directory/member.ts';
import { payerNamed, readPlanProducts } from '../directory/product.ts';
import type { Inquiry } from '../pas/inquiry/inquiry.ts';
import { type FoundCase, inquiryReply } from '../pas/inquiry/inquiryResponse.ts';
import { isLike, mayBeTold } from '../pas/inquiry/matches.ts';
import { readInquiry } from '../pas/inquiry/readInquiry.ts';
import { isMemberNumber } from '../pas/reading/member.ts';
import { requestsOfAnswer } from './attachments/informationRequests.ts';
import type { IntakeContext } from './context.ts';
import type { AnsweredCase } from './inquiry/answeredCases.ts';
import { casesOfMember } from './inquiry/casesOfMember.ts';
import { failedRequests, numbersAsSubmitted } from './inquiry/failedRequests.ts';
import { withRetries } from './retries.ts';

export type InquireResult =
  | { readonly ok: true; readonly parameters: Parameters }
  | { readonly ok: false; readonly status: number; readonly outcome: OperationOutcome };

/**
 * `Claim/$inquire`: the answers to requests of a member that are like the example, as they now stand, the newest first. A
 * member who is not ours, and a request to which no named NPI is a party, look the same as no match. Reads only, and nothing
 * ages: a case can be inquired after as long as the store holds it. @see PAS 2.2.1, spec-52, 53 and 73
 * @param base - absolute FHIR base under which answers can be read
 * @throws Unavailable when the store does not answer
 */
export async function inquire(context: IntakeContext, body: Uint8Array, base: string): Promise<InquireResult> {
  const { timeZone } = context.settings.calendar;
  const reading = readInquiry(body, timeZone);
  if (!reading.ok) return reading;
  const { inquiry } = reading;
  const requests = await withRetries(() => requestsNamed(context, inquiry));
  const told = requests.filter((request) => mayBeTold(inquiry, request));
  const found = told.filter((request) => isLike(inquiry, request, timeZone));
  const newestFirst = found.toSorted((a, b) => b.received - a.received);
  const reply = {
    inquiry,
    found: await withRetries(() => Promise.all(newestFirst.map((each) => withRequests(context, each)))),
    base,
    timestamp: context.now().toString({ smallestUnit: 'millisecond' }),
  };
  return { ok: true, parameters: inquiryReply(reply) };
}

/** A request whose member the inquiry names. */
interface RequestNamed extends AnsweredCase, Pick<FoundCase, 'memberNumbers'> {}

/** The cases of the member of record, and what failed under the number as it was submitted. */
async function requestsNamed(context: IntakeContext, inquiry: Inquiry): Promise<readonly RequestNamed[]> {
  const { client } = context;
  const [member, failed] = await Promise.all([memberOfRecord(context, inquiry), failedRequests(client, inquiry)]);
  const cases = member ? await casesOfMember(client, member) : [];
  return [
    ...cases.map((each) => ({ ...each, memberNumbers: member?.numbers ?? [] })),
    ...failed.map((each) => ({ ...each, memberNumbers: numbersAsSubmitted(inquiry, each) })),
  ];
}

/** The case, with what is asked of its requestor. */
async function withRequests(
  { client }: IntakeContext,
  { response, sentAsClaim, memberNumbers }: RequestNamed,
): Promise<FoundCase> {
  return { response, sentAsClaim, memberNumbers, requests: await requestsOfAnswer(client, response) };
}

/** The member, when the payer asked is ours and the number and date of birth given are those of record. */
async function memberOfRecord({ client, settings }: IntakeContext, { member, insurer }: Inquiry) {
  const products = readPlanProducts(client, settings.products);
  const { facts, patient } = await findMember(client, member, products);
  const payer = payerNamed(await products, insurer);
  if (!payer || !patient || !facts.identified) return undefined;
  const numbers = patient.identifier?.filter(isMemberNumber) ?? [];
  return { patient: `Patient/${patient.id}`, payer: `Organization/${payer.id}`, numbers };
}
