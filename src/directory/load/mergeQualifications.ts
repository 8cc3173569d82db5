import type { Practitioner, PractitionerQualification } from '@medplum/fhirtypes';
import type { RecordResource } from './recordTypes.ts';

/**
 * The qualifications of a professional several sources hold, empty for any other type. What a source says of one
 * qualification (its codes and identifiers name it) takes the place of what stood there; the others stay.
 * @param replace - false: what stands there stays, and only other qualifications are added
 */
export function mergeQualifications(
  existing: RecordResource,
  incoming: RecordResource,
  { replace }: { readonly replace: boolean },
): Pick<Practitioner, 'qualification'> {
  if (existing.resourceType !== 'Practitioner' || incoming.resourceType !== 'Practitioner') return {};
  const [first, second] = [existing.qualification ?? [], incoming.qualification ?? []];
  if (first.length + second.length === 0) return {};
  return { qualification: replace ? replaced(first, second) : [...first, ...without(second, first)] };
}

// In place where it stood, so that the same load again finds nothing to change.
function replaced(
  first: readonly PractitionerQualification[],
  second: readonly PractitionerQualification[],
): PractitionerQualification[] {
  const names = new Set(second.map(nameOf));
  const taken = new Set<string>();
  const kept = first.flatMap((qualification) => {
    const name = nameOf(qualification);
    if (!names.has(name)) return [qualification];
    if (taken.has(name)) return [];
    taken.add(name);
    return second.filter((other) => nameOf(other) === name);
  });
  return [...kept, ...without(second, first)];
}

function without(
  qualifications: readonly PractitionerQualification[],
  others: readonly PractitionerQualification[],
): PractitionerQualification[] {
  const names = new Set(others.map(nameOf));
  return qualifications.filter((qualification) => !names.has(nameOf(qualification)));
}

function nameOf({ code, identifier }: PractitionerQualification): string {
  const codes = (code.coding ?? []).map((coding) => `${coding.system}|${coding.code}`).sort();
  const identifiers = (identifier ?? []).map(({ system, value }) => `${system}|${value}`).sort();
  return JSON.stringify([codes.length > 0 ? codes : [code.text], identifiers]);
}
