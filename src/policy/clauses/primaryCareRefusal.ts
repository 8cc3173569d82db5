import { type Clause, type Finding, finding } from '../finding.ts';

export const primaryCareRefusalClause: Clause = {
  cite: 'VI.E',
  words:
    'If a Member’s request for second opinion is not granted by the primary care provider, the Member may contact the Grievance Coordinator at Partnership HealthPlan and file a grievance.',
  readAs:
    'Not a determination of the plan, and no obstacle to asking the plan directly. The member is told of the grievance.',
};

/** VI.E: does the request say that the primary care provider did not grant it? Silence is unknown. */
export function primaryCareRefusal(refused: boolean): Finding {
  const clause = primaryCareRefusalClause;
  if (refused) {
    const because =
      'The primary care provider did not grant it: the member may file a grievance with the Grievance Coordinator';
    return finding(clause, 'primary-care-refused', 'yes', because);
  }
  return finding(clause, 'primary-care-refused', 'unknown', 'The request does not speak of a refusal');
}
