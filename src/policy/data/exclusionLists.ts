/** Lists whose members may not be paid; the project's CodeSystem `exclusion-list`. */
export const exclusionSystem = 'https://w3id.org/second-opinion/CodeSystem/exclusion-list';

export interface ExclusionList {
  readonly code: string;
  readonly name: string;
  /** Days after which a loaded list no longer shows that someone is not on it. */
  readonly refreshDays: number;
}

/** Screened at least monthly (22 CCR 51000; APL screening practice). */
export const exclusionLists: readonly ExclusionList[] = [
  { code: 'oig-leie', name: 'OIG List of Excluded Individuals/Entities', refreshDays: 31 },
  { code: 'medi-cal-suspended', name: 'Medi-Cal Suspended and Ineligible Provider List', refreshDays: 31 },
  { code: 'sam', name: 'System for Award Management exclusions', refreshDays: 31 },
  { code: 'restricted-provider', name: 'Restricted Provider Database', refreshDays: 31 },
];

export function exclusionListName(code: string): string {
  return exclusionLists.find((list) => list.code === code)?.name ?? code;
}
