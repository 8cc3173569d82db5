import type { ClaimResponse } from '@medplum/fhirtypes';
import { findingsOf } from '../../fhir/policyFinding.ts';
import type { UrgencySignal } from '../../policy/facts.ts';

const code = 'the earlier request';
const expression = 'Bundle.entry[0].resource.related';

const kinds: Readonly<Record<string, UrgencySignal['kind']>> = {
  'urgent-practitioner-opinion': 'provider-mark',
  'urgent-psychological-state': 'psychological-state',
};

/** What made a request urgent, as its answer tells it: an update that does not repeat it does not lower it. */
export function earlierUrgency({ extension }: ClaimResponse): readonly UrgencySignal[] {
  const yes = findingsOf(extension).filter(({ answer }) => answer === 'yes');
  const signals = yes.flatMap(({ id }): UrgencySignal[] => {
    const kind = kinds[id];
    return kind ? [{ kind, code, expression }] : [];
  });
  if (signals.length > 0) return signals;
  const other = yes.some(({ id }) => id === 'urgent');
  return other ? [{ kind: 'mark', code, expression }] : [];
}

/** The signals that the earlier request had not: only these can raise a request that a person lowered. */
export function newSignals(
  signals: readonly UrgencySignal[],
  earlier: readonly UrgencySignal[],
): readonly UrgencySignal[] {
  const nameOf = ({ kind, code }: UrgencySignal) => `${kind} ${code}`;
  const known = new Set(earlier.map(nameOf));
  return signals.filter((signal) => !known.has(nameOf(signal)));
}
