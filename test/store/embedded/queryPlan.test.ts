import { join } from 'node:path';
import { parseSearchRequest } from '@medplum/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Database } from '../../../src/store/embedded/database.ts';
import { loadDefinitions } from '../../../src/store/embedded/definitions.ts';
import { readNamed } from '../../../src/store/embedded/reads.ts';
import { prepareSchema } from '../../../src/store/embedded/schema.ts';
import { writeCursor } from '../../../src/store/embedded/search/cursor.ts';
import { parametersOf } from '../../../src/store/embedded/search/parameter.ts';
import { conditionsOf, pageStatement } from '../../../src/store/embedded/search/query.ts';
import { temporaryDirectory } from '../harness.ts';

const id = '00000000-0000-4000-8000-000000000001';

beforeAll(loadDefinitions);

/** @param roles - so many there are, all with the specialties and tags that are searched for */
function planOf(query: string, roles = 0): string[] {
  const database = new Database(join(temporaryDirectory(), 'plan.db'));
  prepareSchema(database);
  const parameters = parametersOf('PractitionerRole');
  for (let rid = 1; rid <= roles; rid += 1) {
    for (const [code, values] of [
      ['specialty', ['n|a', 'n|b']],
      ['_tag', ['s|x', 's|y']],
    ] as const) {
      for (const [system = '', value = ''] of values.map((text) => text.split('|'))) {
        const key = parameters.get(code)?.key ?? 0;
        database.run('INSERT INTO text_index VALUES (?, ?, ?, ?)', rid, key, value, system);
      }
    }
  }
  const request = parseSearchRequest(query);
  const { text, values } = pageStatement(request, conditionsOf(database, request), 21);
  const plan = database.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`, ...values).map(({ detail }) => detail);
  database.close();
  return plan;
}

const byValue = 'SEARCH i USING COVERING INDEX text_value (parameter=? AND value=?';

/** `uses`: the index the search must begin with. */
const rows: readonly { query: string; uses: string }[] = [
  { query: 'Claim?identifier=s|v', uses: `${byValue} AND system=?)` },
  { query: 'Claim?identifier=v', uses: byValue },
  { query: 'Claim?identifier=s|v,s|w', uses: byValue },
  { query: 'Claim?identifier=s|v&status=active&use=preauthorization', uses: byValue },
  { query: `PractitionerRole?practitioner=Practitioner/${id}`, uses: byValue },
  { query: `PractitionerRole?practitioner=${id}`, uses: byValue },
  { query: 'PractitionerRole?practitioner.identifier=s|v', uses: byValue },
  { query: 'PractitionerRole?_tag=s|network', uses: byValue },
  { query: 'PractitionerRole?_tag=s|network&specialty=n|c&active=true', uses: byValue },
  {
    query: 'Practitioner?family=garcia',
    uses: 'SEARCH i USING COVERING INDEX text_value (parameter=? AND value>? AND value<?)',
  },
  {
    query: 'Location?address-postalcode=95501,95502,95503',
    uses: 'SEARCH t USING COVERING INDEX text_value (parameter=? AND value>? AND value<?)',
  },
  { query: `Claim?_id=${id}`, uses: 'SEARCH r USING COVERING INDEX current_id (type=? AND id=?' },
  {
    query: 'Claim?_lastUpdated=gt2026-01-01&_sort=_lastUpdated',
    uses: 'SEARCH r USING INDEX current_updated (type=? AND updated>?)',
  },
  { query: 'Claim?_sort=-_lastUpdated', uses: 'SEARCH r USING INDEX current_updated (type=?)' },
  { query: 'Claim', uses: 'SEARCH r USING INDEX current_type (type=?)' },
  { query: 'Claim?_tag:not=s|answered', uses: 'SEARCH r USING INDEX current_type (type=?)' },
  { query: 'Communication?received=lt2026-01-01', uses: 'SEARCH i USING COVERING INDEX' },
];

describe('no search reads a whole table', () => {
  test.each(rows)('$query', ({ query, uses }) => {
    const plan = planOf(query);
    expect(
      plan.some((step) => step.startsWith(uses)),
      plan.join('\n'),
    ).toBe(true);
    // Reading the short list a client gave is the only scan there may be.
    expect(plan.filter((step) => step.startsWith('SCAN') && !step.startsWith('SCAN json_each'))).toEqual([]);
  });

  const many = 'PractitionerRole?specialty=n|a,n|b&_tag=s|x,s|y';

  test.each([many, `${many}&_cursor=${writeCursor([5])}`, 'PractitionerRole?specialty=n|a'])(
    '%s, when hundreds match, is merged from lists of the index, and ends where the page is full',
    (query) => {
      const plan = planOf(query, 400);
      const lists = plan.filter((step) => step.startsWith('SEARCH i USING COVERING INDEX text_value'));
      expect(lists).toHaveLength(query.includes('n|b') ? 2 : 1);
      for (const list of lists) expect(list).toContain('(parameter=? AND value=? AND system=?');
      // Rows that are equal in their first term are one and the same: the other terms sort nothing.
      expect(plan.filter((step) => /TEMP B-TREE(?! FOR LAST)|SCAN [ir]/.test(step))).toEqual([]);
    },
  );

  test.each([
    'Claim',
    'Claim?_sort=_lastUpdated',
    'Claim?_sort=-_lastUpdated',
    'Claim?_lastUpdated=gt2026-01-01&_sort=_lastUpdated',
  ])('%s is read in order, without sorting', (query) => {
    expect(planOf(query).filter((step) => step.includes('TEMP B-TREE'))).toEqual([]);
  });
});

test('what references name is read by the index', () => {
  const database = new Database(join(temporaryDirectory(), 'plan.db'));
  prepareSchema(database);
  const plan = database.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${readNamed}`, '[]').map(({ detail }) => detail);
  database.close();
  expect(plan[0]).toMatch(/^SCAN named/);
  expect(plan.slice(1)).toEqual([
    'SEARCH r USING COVERING INDEX current_id (type=? AND id=?)',
    'SEARCH h USING INTEGER PRIMARY KEY (rowid=?)',
  ]);
});
