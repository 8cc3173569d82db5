import type { Extension } from '@medplum/fhirtypes';
import type { Answer } from '../policy/answer.ts';
import type { Finding } from '../policy/finding.ts';
import { ownBase } from './systems.ts';

export const policyFindingUrl = `${ownBase}/StructureDefinition/policy-finding`;

const answers: readonly Answer[] = ['yes', 'no', 'unknown'];

/** A finding as an extension: clause, id, answer, because, as-of. */
export function findingExtension({ clause, id, answer, because, asOf }: Finding): Extension {
  return {
    url: policyFindingUrl,
    extension: [
      { url: 'clause', valueString: clause },
      { url: 'id', valueCode: id },
      { url: 'answer', valueCode: answer },
      { url: 'because', valueString: because },
      ...(asOf === undefined ? [] : [{ url: 'asOf', valueDate: asOf }]),
    ],
  };
}

/** The findings an element carries, in order. */
export function findingsOf(extensions: readonly Extension[] | undefined): readonly Finding[] {
  return (extensions ?? []).filter(({ url }) => url === policyFindingUrl).flatMap(readFinding);
}

function readFinding({ extension }: Extension): readonly Finding[] {
  const part = (url: string) => extension?.find((entry) => entry.url === url);
  const answer = answers.find((known) => known === part('answer')?.valueCode);
  if (answer === undefined) return [];
  const clause = part('clause')?.valueString ?? '';
  const id = part('id')?.valueCode ?? '';
  const because = part('because')?.valueString ?? '';
  return [{ clause, id, answer, because, asOf: part('asOf')?.valueDate }];
}
