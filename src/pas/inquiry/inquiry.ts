import type { Coding } from '@medplum/fhirtypes';
import type { DatePeriod } from '../../policy/evidence.ts';
import type { BusinessIdentifier, SubmittedMember } from '../reading/submittedRequest.ts';
import type { Submission } from '../request/submission.ts';

/** An inquiry that can be answered: who asks about whom, and by what example. */
export interface Inquiry {
  /** The message as sent. */
  readonly submission: Submission;
  /** With at least one number. */
  readonly member: SubmittedMember;
  readonly insurer: readonly BusinessIdentifier[];
  /** NPIs of provider and care team, at least one: one of them must be a party to a case. */
  readonly parties: readonly string[];
  /** Any one of them will do; none: any diagnosis. */
  readonly diagnoses: readonly Coding[];
  /** Each is matched by an item of the case; none: any case. */
  readonly examples: readonly ItemExample[];
}

/** What an item must be like. Whatever is absent or empty asks for nothing; all that is present holds of one item. */
export interface ItemExample {
  readonly category: readonly Coding[];
  readonly productOrService: readonly Coding[];
  /** Ends of a range of codes that begins with productOrService. */
  readonly productOrServiceEnd: readonly Coding[];
  /** Days, of which one at least is a day of the service. */
  readonly serviced?: DatePeriod;
  readonly issued?: DatePeriod;
  readonly effective?: DatePeriod;
  readonly expires?: DatePeriod;
  /** X12 306. */
  readonly reviewActions: readonly string[];
  /** Authorization and administration reference numbers; the item has, or had, every one. */
  readonly numbers: readonly string[];
}
