import type { SubmittedRequest } from './submittedRequest.ts';

/** What a request says beside member, insurer and items, when a professional asks and states nothing more. */
export const bareRequest: Omit<SubmittedRequest, 'insurer' | 'member' | 'items'> = {
  asker: { kind: 'health-professional', verified: true },
  secondOpinionSignals: [],
  urgencySignals: [],
  reasons: [],
  primaryCareRefused: false,
  unreadable: [],
};
