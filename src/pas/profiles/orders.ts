import { binding, r4Codes } from './bindings.ts';
import { profileUrl } from './canonicals.ts';
import { CODE_END } from './extensions/ofItem.ts';
import { ORDERED_BY_SOMEBODY } from './invariants.ts';
import type { ElementRule, Profile } from './profile.ts';
import { PAS_QUANTITY } from './quantity.ts';
import { PAS_TIMING } from './timing.ts';

const SUBJECT: ElementRule = { at: 'subject', to: [profileUrl.beneficiary], text: 'The member.' };
const INTENT: ElementRule = { at: 'intent', value: 'order', text: 'What is requested is an order: intent order.' };
const STATUS: ElementRule = {
  at: 'status',
  codes: r4Codes('request-status', 'draft active on-hold revoked completed entered-in-error unknown'),
  text: 'An order has a status of R4.',
};
/** Urgency is read from it: a code that nobody knows must not pass for routine. */
const PRIORITY: ElementRule = {
  at: 'priority',
  codes: r4Codes('request-priority', 'routine urgent asap stat'),
  text: 'The priority of an order is a code of R4.',
};

/** @see StructureDefinition/profile-medicationrequest of PAS 2.2.1 */
export const MEDICATION_REQUEST: Profile = {
  url: profileUrl.medicationRequest,
  type: 'MedicationRequest',
  rules: [
    { at: '', invariants: [ORDERED_BY_SOMEBODY], text: ORDERED_BY_SOMEBODY.text },
    { at: 'status', value: 'active', text: 'An order of a medication is active.' },
    INTENT,
    PRIORITY,
    SUBJECT,
    { at: 'dosageInstruction.timing', is: PAS_TIMING, text: 'When the medication is to be taken.' },
  ],
};

/** When it is to be done may be said by a date or a Period as well: both are read. @see StructureDefinition/profile-servicerequest of PAS 2.2.1 */
export const SERVICE_REQUEST: Profile = {
  url: profileUrl.serviceRequest,
  type: 'ServiceRequest',
  rules: [
    { at: 'extension:serviceCodeEnd', max: 1, is: CODE_END, text: 'An order has at most one end of a range of codes.' },
    STATUS,
    INTENT,
    PRIORITY,
    { at: 'code', codes: binding.requestedService, text: 'What is ordered has a code.' },
    { at: 'quantity[x]', types: ['Quantity'], is: PAS_QUANTITY, text: 'How much is ordered is a quantityQuantity.' },
    SUBJECT,
    { at: 'occurrence[x]:occurrenceTiming', is: PAS_TIMING, text: 'When it is to be done.' },
  ],
};

/** @see StructureDefinition/profile-devicerequest of PAS 2.2.1 */
export const DEVICE_REQUEST: Profile = {
  url: profileUrl.deviceRequest,
  type: 'DeviceRequest',
  rules: [
    STATUS,
    INTENT,
    PRIORITY,
    {
      at: 'code[x]',
      types: ['CodeableConcept'],
      codes: binding.requestedService,
      text: 'A device ordered is a codeCodeableConcept.',
    },
    SUBJECT,
    { at: 'occurrence[x]:occurrenceTiming', is: PAS_TIMING, text: 'When it is needed.' },
  ],
};

/** @see StructureDefinition/profile-nutritionorder of PAS 2.2.1 */
export const NUTRITION_ORDER: Profile = {
  url: profileUrl.nutritionOrder,
  type: 'NutritionOrder',
  rules: [
    STATUS,
    INTENT,
    { at: 'patient', to: [profileUrl.beneficiary], text: 'The member.' },
    { at: 'oralDiet.type', codes: binding.oralDiet, text: 'The type of an oral diet is a code of HCPCS.' },
    {
      at: 'enteralFormula.baseFormulaType',
      codes: binding.enteralFormula,
      text: 'The type of an enteral formula is a code of HCPCS.',
    },
  ],
};
