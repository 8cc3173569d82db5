import { concept } from '../../../fhir/elements.ts';
import { npiSystem, providerStandingCodes } from '../../../fhir/systems.ts';
import { factQualification } from './facts.ts';
import type { ListSource } from './listSource.ts';

/**
 * Enrolled Medi-Cal fee-for-service providers, California open data; headers as published, `Enroll_Status_End_DT` is not
 * among them and is read where a plan adds it. One enrolment a location and provider type: each is a fact of its own. Load
 * it whole with `--snapshot`: who is no longer enrolled leaves it.
 * @see https://data.chhs.ca.gov/dataset/profile-of-enrolled-medi-cal-fee-for-service-ffs-providers, 22 CCR 51000.50
 */
export const mediCalEnrolled: ListSource = {
  kind: 'medi-cal-enrolled',
  columns: {
    npi: { headers: ['NPI'], required: true },
    number: { headers: ['Provider_Number'], required: true },
    owner: { headers: ['Owner_Number'] },
    location: { headers: ['Service_Location_Number'] },
    start: { headers: ['Enroll_Status_Eff_DT'], required: true },
    end: { headers: ['Enroll_Status_End_DT'] },
    type: { headers: ['FI_Provider_Type_CD'] },
    specialty: { headers: ['FI_Provider_Specialty_CD'] },
  },
  read: (row, { source, people }) => {
    const npi = row.npi('npi');
    const period = row.period('start', 'end');
    if (npi === undefined || people.byNpi(npi).length === 0) return [];
    const key = ['number', 'owner', 'location', 'type', 'specialty'].map((field) => row.text(field)).join('|');
    const qualification = factQualification(source, key, {
      code: concept(providerStandingCodes, 'medi-cal-enrolled', 'Enrolled in Medi-Cal'),
      ...(period ? { period } : {}),
    });
    return [
      {
        resourceType: 'Practitioner',
        id: npi,
        identifier: [{ system: npiSystem, value: npi }],
        qualification: [qualification],
      },
    ];
  },
};
