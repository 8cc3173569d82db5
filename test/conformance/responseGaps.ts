import type { ContextDefect } from './validator/problem.ts';

const base = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition';

/** Contexts that PAS 2.2.1 forgot, though its profiles put the extensions there; corrected after publication. */
export const contextDefects: readonly ContextDefect[] = [
  ['itemAuthorizedProvider', 'ClaimResponse'],
  ['communicatedDiagnosis', 'ClaimResponse.item'],
  ['productOrServiceCodeEnd', 'ClaimResponse.addItem'],
  ['revenueUnitRateLimit', 'ClaimResponse.addItem'],
  ['serviceItemRequestType', 'ClaimResponse.addItem'],
  ['certificationType', 'ClaimResponse.addItem'],
].map(([name = '', at = '']) => ({
  extension: `${base}/extension-${name}`,
  at,
  because: 'The profile uses it here; its own definition does not list the place.',
}));

/** Standard extensions whose definitions are in no package held; they are taken as they stand. */
export const definedElsewhere: readonly string[] = ['http://hl7.org/fhir/StructureDefinition/data-absent-reason'];

/** Must-support elements that no answer of the suite to $submit shows. */
export const mustSupportGaps: Readonly<Record<string, string>> = {};

/** Must-support elements that no answer of the suite to $inquire shows. */
export const inquiryMustSupportGaps: Readonly<Record<string, string>> = Object.fromEntries(
  ['error.code', 'error:errorFollowupAction', 'error:errorElement', 'error:errorPath'].map((element) => [
    `ClaimResponse ${element}`,
    'no: a request that failed for a business error opened no case that an inquiry could find',
  ]),
);
