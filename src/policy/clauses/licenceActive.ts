import { type Answer, anyOf } from '../answer.ts';
import type { Evidence, LocalDate } from '../evidence.ts';
import type { Licence } from '../facts.ts';
import { type Clause, type Finding, finding } from '../finding.ts';
import { covers, periodInWords } from '../period.ts';

export const licenceActiveClause: Clause = {
  cite: 'VI.B',
  words: 'acting within the scope of practice',
  readAs:
    'Scope of practice presupposes a licence that is active, in California, on the service date. An NPI or a directory entry proves none.',
};

/** VI.B, licence: does an active licence cover `serviceDate`? One suffices; a licence without status and start is unknown. */
export function licenceActive(licences: Evidence<readonly Licence[]>, serviceDate: LocalDate): Finding {
  const clause = licenceActiveClause;
  const id = 'licence-active';
  if (!licences.known) return finding(clause, id, 'unknown', licences.because);
  if (licences.value.length === 0) return finding(clause, id, 'unknown', 'No licence of record', licences.asOf);
  const answer = anyOf(licences.value.map((licence) => licenceAnswer(licence, serviceDate)));
  const because = licences.value.map(licenceInWords).join('; ');
  return finding(clause, id, answer, `On ${serviceDate}: ${because}`, licences.asOf);
}

/** Whether this one licence is active on `serviceDate`. */
export function licenceAnswer(licence: Licence, serviceDate: LocalDate): Answer {
  if (licence.status === 'inactive' || licence.status === 'revoked') return 'no';
  const held = covers(licence.period, serviceDate);
  if (held === 'no') return 'no';
  if (licence.status !== 'active' || licence.validInCalifornia === false) return 'unknown';
  return held;
}

function licenceInWords(licence: Licence): string {
  const where = licence.validInCalifornia === false ? ', not shown to be valid in California' : '';
  return `${licence.licenceClass} licence, status ${licence.status ?? 'not of record'}, ${periodInWords(licence.period)}${where}`;
}
