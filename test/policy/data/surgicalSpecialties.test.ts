import { describe, expect } from 'vitest';
import { surgicalSpecialties } from '../../../src/policy/data/surgicalSpecialties.ts';
import { taxonomy } from '../../../src/policy/data/taxonomy.ts';
import { table } from '../table.ts';

describe('every surgical specialty is one that the taxonomy lists for a person', () => {
  table(
    [...surgicalSpecialties],
    (code) => `${code} ${taxonomy(code)?.label}`,
    (code) => {
      expect(['specialist', 'primary-care', 'other-licensed']).toContain(taxonomy(code)?.kind);
    },
  );
});
