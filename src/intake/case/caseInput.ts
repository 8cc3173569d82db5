import type { WithId } from '@medplum/core';
import type { Resource, Task } from '@medplum/fhirtypes';
import type { Deadlines } from '../../deadlines/index.ts';
import type { GatheredFacts } from '../../directory/gatherFacts.ts';
import type { SubmittedRequest } from '../../pas/reading/submittedRequest.ts';
import type { Submission } from '../../pas/request/submission.ts';
import type { Determination } from '../../policy/determination.ts';
import type { Receipt } from '../receipt.ts';
import type { PlanSettings } from '../settings.ts';
import type { UndecidedRequest } from '../undecided/undecidedRequests.ts';
import type { CaseUpdate } from '../updates/updatedCase.ts';

/** What a case is made of. */
export interface CaseInput {
  readonly receipt: Receipt;
  readonly submission: Submission;
  readonly request: SubmittedRequest;
  readonly gathered: GatheredFacts;
  readonly determination: Determination;
  readonly settings: PlanSettings;
  /** The resource the request came as, as it now stands; it is tagged instead of copied. */
  readonly origin?: Resource;
  /** The answer goes back in this very call. */
  readonly synchronous: boolean;
  /** What it does to what was asked for before; absent: it is all new. */
  readonly update?: CaseUpdate;
  /** The clocks that run already for what it asks; absent: none does. */
  readonly standing?: Deadlines;
  /** The open Task of the receipt, where it was on hold. */
  readonly held?: WithId<Task>;
  /** Keeps bytes that are too many for the transaction; `Binary/<id>`. */
  readonly keep: (bytes: Uint8Array) => Promise<string>;
  /** Earlier requests for the same that are undecided, each a case of its own; the one that is due first is first. */
  readonly undecided: readonly UndecidedRequest[];
}
