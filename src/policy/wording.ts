import type { RequestedParty } from './facts.ts';

/** `NPI 1234567893 (Dr. A. Example)`: professionals are public record, members are never named. */
export function partyInWords(party: Pick<RequestedParty, 'npi' | 'name'>): string {
  return party.npi ? `NPI ${party.npi} (${party.name})` : party.name;
}
