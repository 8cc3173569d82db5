import type { Answer } from '../answer.ts';
import { type Clause, type Finding, finding } from '../finding.ts';

export const outOfNetworkTimeframeClauses: Record<'lead' | 'urgent' | 'routine', Clause> = {
  lead: {
    cite: 'VI.D',
    words: 'Timeframes for out-of-network second opinions will be as follows:',
    readAs:
      'An opinion from the network needs no permission and has no clock of this policy; everything else does, from receipt.',
  },
  urgent: {
    cite: 'VI.D.1',
    words:
      'If a Member’s request requires an urgent review, a determination will be made within 72 hours after receipt of the request.',
    readAs: 'Seventy-two elapsed hours, nights, weekends and holidays included; both notices share the instant.',
  },
  routine: {
    cite: 'VI.D.2',
    words:
      'For a non-urgent request, the Member will be notified within 5 business days as to whether or not the provider he/she requested for a second opinion was approved.',
    readAs:
      'Five business days after the day of receipt, whatever the hour; the federal seven calendar days run beside it.',
  },
};

/** VI.D: which timeframe binds the item? `inNetwork`: the answer to VI.A's second sentence. */
export function outOfNetworkTimeframe(inNetwork: Answer, urgent: boolean): Finding {
  if (inNetwork === 'yes') {
    return finding(outOfNetworkTimeframeClauses.lead, 'timeframe', 'no', 'In network: no timeframe of VI.D applies');
  }
  return urgent
    ? finding(outOfNetworkTimeframeClauses.urgent, 'timeframe', 'yes', 'Urgent: 72 hours after receipt')
    : finding(
        outOfNetworkTimeframeClauses.routine,
        'timeframe',
        'yes',
        'Not urgent: 5 business days, at most 7 calendar days',
      );
}
