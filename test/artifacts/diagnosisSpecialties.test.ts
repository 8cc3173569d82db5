import { describe, expect, it } from 'vitest';
import { diagnosisBlocks, relatedSpecialties } from '../../src/policy/data/diagnosisMap.ts';
import { taxonomy } from '../../src/policy/data/taxonomy.ts';
import { artifact } from './held.ts';

const [group] = artifact('ConceptMap', 'diagnosis-specialties').group ?? [];
const elements = group?.element ?? [];

/** Specialties the map gives a category of three characters. */
function mapped(category: string): readonly string[] {
  const matching = elements.filter(({ code = '' }) => {
    const [first = '', last = ''] = code.split('-');
    return first <= category && category <= last;
  });
  return matching.flatMap(({ target = [] }) => target.flatMap(({ code }) => code ?? []));
}

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const characters = [...'0123456789', ...letters];

describe('ConceptMap diagnosis-specialties', () => {
  it.each(letters)('gives every category of chapter letter %s the specialties the code gives it', (letter) => {
    const categories = [...'0123456789'].flatMap((digit) => characters.map((last) => `${letter}${digit}${last}`));
    const different = categories.filter(
      (category) => [...new Set(mapped(category))].sort().join() !== [...relatedSpecialties(category)].sort().join(),
    );
    expect(different).toEqual([]);
  });

  it.each(diagnosisBlocks)('lists block %s to %s once, with %s', (first, last, specialties) => {
    const found = elements.filter(({ code }) => code === `${first}-${last}`);
    expect(found.map(({ target = [] }) => target.map(({ code }) => code))).toEqual([specialties.split(' ')]);
    expect(found[0]?.display).toMatch(/^[A-Z]/);
  });

  it('lists nothing else, from ICD-10-CM to NUCC, and claims no more than that they are related', () => {
    expect(elements).toHaveLength(diagnosisBlocks.length);
    expect(group).toMatchObject({
      source: 'http://hl7.org/fhir/sid/icd-10-cm',
      target: 'http://nucc.org/provider-taxonomy',
    });
    const targets = elements.flatMap(({ target = [] }) => target);
    expect(targets.filter(({ equivalence }) => equivalence !== 'relatedto')).toEqual([]);
    expect(targets.filter(({ code = '', display }) => taxonomy(code)?.label !== display)).toEqual([]);
  });
});
