import { annualReviewClause } from './clauses/annualReview.ts';
import { appropriatelyQualifiedClause } from './clauses/appropriatelyQualified.ts';
import { clinicalBackgroundClause } from './clauses/clinicalBackground.ts';
import { denialNoticeClause } from './clauses/denialNotice.ts';
import { independentOpinionClause } from './clauses/independentOpinion.ts';
import { licenceActiveClause } from './clauses/licenceActive.ts';
import { mediCalCertifiedClause } from './clauses/mediCalCertified.ts';
import { networkProfessionalAvailableClause } from './clauses/networkProfessionalAvailable.ts';
import { networkProviderClause } from './clauses/networkProvider.ts';
import { notExcludedClause } from './clauses/notExcluded.ts';
import { outOfNetworkTimeframeClauses } from './clauses/outOfNetworkTimeframe.ts';
import { primaryCareRefusalClause } from './clauses/primaryCareRefusal.ts';
import { priorAuthorizationClause } from './clauses/priorAuthorization.ts';
import { professionalTypeClause } from './clauses/professionalType.ts';
import { reasonForOpinionClause } from './clauses/reasonForOpinion.ts';
import { referralOutsideNetworkClause } from './clauses/referralOutsideNetwork.ts';
import { requestIsReviewedClause } from './clauses/requestIsReviewed.ts';
import { scopeOfPracticeClause } from './clauses/scopeOfPractice.ts';
import { secondOpinionRequestedClause } from './clauses/secondOpinionRequested.ts';
import { treatmentNeedsAuthorizationClause } from './clauses/treatmentNeedsAuthorization.ts';
import { urgentPractitionerOpinionClause } from './clauses/urgentPractitionerOpinion.ts';
import { urgentPsychologicalStateClause } from './clauses/urgentPsychologicalState.ts';
import { urgentRequestClause } from './clauses/urgentRequest.ts';
import { reasons } from './data/reasons.ts';
import type { Clause } from './finding.ts';

/** Every sentence of MPUP3078 that is executed here, in the policy's own order: the table of contents of this folder. */
export const clauses: readonly Clause[] = [
  urgentRequestClause,
  urgentPsychologicalStateClause,
  urgentPractitionerOpinionClause,
  secondOpinionRequestedClause,
  independentOpinionClause,
  requestIsReviewedClause,
  networkProviderClause,
  priorAuthorizationClause,
  mediCalCertifiedClause,
  notExcludedClause,
  reasonForOpinionClause,
  ...reasons,
  appropriatelyQualifiedClause,
  professionalTypeClause,
  licenceActiveClause,
  scopeOfPracticeClause,
  clinicalBackgroundClause,
  networkProfessionalAvailableClause,
  referralOutsideNetworkClause,
  treatmentNeedsAuthorizationClause,
  outOfNetworkTimeframeClauses.lead,
  outOfNetworkTimeframeClauses.urgent,
  outOfNetworkTimeframeClauses.routine,
  primaryCareRefusalClause,
  denialNoticeClause,
  annualReviewClause,
];
