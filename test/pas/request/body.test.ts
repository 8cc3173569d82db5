import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readJson } from '../../../src/pas/request/json.ts';
import { LIMITS } from '../../../src/pas/request/limits.ts';
import { readSubmission, rereadSubmission } from '../../../src/pas/request/readSubmission.ts';
import { syntaxFault } from '../../../src/pas/request/syntax.ts';
import { changed } from './change.ts';
import { loadR4 } from './definitions.ts';
import { bytesOf, validItem, validRequest } from './fixture.ts';

function refusalOf(bytes: Uint8Array) {
  const result = readSubmission(bytes);
  if (result.ok) return { status: 200, issues: [] };
  return { status: result.status, issues: result.outcome.issue };
}

function textOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

beforeAll(loadR4);

describe('what is no JSON is refused with its line and column', () => {
  it.for([
    ['{', 'line 1, column 2'],
    ['{"a": 1,}', 'line 1, column 9'],
    ['[1,]', 'line 1, column 4'],
    ['[1 2]', 'line 1, column 4'],
    ['{"a"\n: 01}', 'line 2, column 4'],
    ['{"a": }', 'line 1, column 7'],
    ['{"a" 1}', 'line 1, column 6'],
    ['{a: 1}', 'line 1, column 2'],
    ['{"a": 1]', 'line 1, column 8'],
    ['[1}', 'line 1, column 3'],
    ['{"a":\r\n"b\n"}', 'line 2, column 3'],
    ['["\\x"]', 'line 1, column 3'],
    ['["\\u12"]', 'line 1, column 3'],
    ['["open', 'line 1, column 7'],
    ['{} {}', 'line 1, column 4'],
    ['nul', 'line 1, column 1'],
    ['<Bundle/>', 'line 1, column 1'],
    ['[1.]', 'line 1, column 3'],
  ] as const)('%j: %s', ([text, location]) => {
    const { status, issues } = refusalOf(textOf(text));
    expect(status).toBe(400);
    expect(issues).toMatchObject([{ severity: 'error', code: 'invalid', location: [location] }]);
    expect(issues[0]?.details?.text).toContain(location);
  });

  it('nothing of the text is repeated in the answer', () => {
    const { issues } = refusalOf(textOf('{"name": "Okonjo" "Delphine"}'));
    expect(JSON.stringify(issues)).not.toMatch(/Okonjo|Delphine/);
  });

  it('a fault is found exactly where JSON.parse refuses', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"\\n"',
      '"\\q"',
      '1',
      '-',
      '1e5',
      '.5',
      'true',
      ' ',
      '\n',
      '"',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (list) => {
        const text = list.join('');
        expect(syntaxFault(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 3000 },
    );
    fc.assert(fc.property(fc.json(), (text) => syntaxFault(text) === undefined));
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('a name that an object repeats is refused, and located', () => {
  const rows: readonly (readonly [text: string, expressions: readonly string[]])[] = [
    ['{"resourceType":"Bundle","type":"draft","type":"collection"}', ['Bundle.type']],
    ['{"resourceType":"Bundle","entry":[{},{"resource":{"id":"1","id":"2"}}]}', ['Bundle.entry[1].resource.id']],
    ['{"resourceType":"Bundle","a":{"b":1,"b":2},"c":[[{"d":1,"d":2}]]}', ['Bundle.a.b', 'Bundle.c[0][0].d']],
    ['{"resourceType":"Bundle","a":1,"a":2,"a":3,"a":{"b":1,"b":1}}', ['Bundle.a', 'Bundle.a.b']],
    ['{"resourceType":"Bundle","\\u0061":1,"a":2}', ['Bundle.a']],
    ['{"resourceType":"Bundle","a":{"x y":1,"x y":2}}', ['Bundle.a']],
    ['{"resourceType":"Bundle","__proto__":1,"__proto__":2}', ['Bundle.__proto__']],
    ['{"resourceType":"Parameters","parameter":[{"name":"resource","name":"x"}]}', ['Parameters.parameter[0].name']],
    ['{"resourceType":"Bundle","resourceType":"Bundle"}', ['Bundle.resourceType']],
    ['{"a":1,"a":2}', ['Bundle.a']],
    ['[{"a":"{,:}\\\\","a":"\\""}]', ['Bundle[0].a']],
  ];
  it.for(rows)('%s: %j', ([text, expressions]) => {
    const { status, issues } = refusalOf(textOf(text));
    expect(status).toBe(400);
    expect(issues.map(({ code, expression }) => [code, expression])).toEqual(
      expressions.map((expression) => ['structure', [expression]]),
    );
  });

  it.for([
    '{"a":{"b":1},"b":{"b":2},"c":[{"b":1},{"b":1}]}',
    '{"a":"a","b":"a","c":":{\\"a\\":1,\\"a\\":2}"}',
    '{"a":1,"A":2,"_a":3}',
    '[]',
    '{}',
  ])('%s repeats none', (text) => {
    expect(readJson(textOf(text))).toEqual({ ok: true, value: JSON.parse(text) });
  });

  it('nothing but names is repeated in the answer', () => {
    const { issues } = refusalOf(textOf('{"resourceType":"Patient","family":"Okonjo","family":"Delphine"}'));
    expect(JSON.stringify(issues)).not.toMatch(/Okonjo|Delphine/);
  });

  it('what was accepted once is read again as it was: the last one counts', () => {
    const text = JSON.stringify(validRequest());
    const twice = textOf(text.replace('"status":"active"', '"status":"draft","status":"active"'));
    expect(text).toContain('"status":"active"');
    expect(refusalOf(twice)).toMatchObject({
      status: 400,
      issues: [{ expression: ['Bundle.entry[0].resource.status'] }],
    });
    expect(rereadSubmission(twice)).toMatchObject({ ok: true, submission: { claim: { status: 'active' } } });
  });

  it('is found wherever it is put, and nowhere else', () => {
    type Json = { readonly text: string; readonly repeats: number };
    // None that JSON escapes: the JSON.parse of Node 26.10 misreads such a name once it has met the name "\\".
    const name = fc.constantFrom('a', 'b', 'c', '{', ':', ',', '');
    const { value } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.oneof(fc.string(), fc.integer(), fc.constant(null)).map((plain) => ({
          text: JSON.stringify(plain),
          repeats: 0,
        })),
        fc.array(tie('value'), { maxLength: 3 }).map((list) => ({
          text: `[${list.map(({ text }) => text).join(',')}]`,
          repeats: list.reduce((sum, { repeats }) => sum + repeats, 0),
        })),
        fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }).map((members) => ({
          text: `{${members.map(([key, { text }]) => `${JSON.stringify(key)}: ${text}`).join(', ')}}`,
          repeats: members.reduce(
            (sum, [key, { repeats }], index) =>
              // The second of a name is told, a third is not told again.
              sum + repeats + (members.slice(0, index).filter(([other]) => other === key).length === 1 ? 1 : 0),
            0,
          ),
        })),
      ),
    }));
    fc.assert(
      fc.property(value, ({ text, repeats }) => {
        const read = readJson(textOf(text));
        expect(read.ok ? 0 : read.issues.length).toBe(repeats);
      }),
      { numRuns: 3000, seed: 20261128 },
    );
  });
});

describe('what is no UTF-8 is refused with its line', () => {
  it.for([
    [[0x7b, 0x0a, 0x22, 0xff, 0x22], 'line 2'],
    [[0xff, 0xfe, 0x7b, 0x00], 'line 1'],
    [[0x22, 0xc3], 'line 1'],
  ] as const)('%j: %s', ([bytes, location]) => {
    const { status, issues } = refusalOf(Uint8Array.from(bytes));
    expect(status).toBe(400);
    expect(issues).toMatchObject([{ code: 'invalid', location: [location] }]);
  });
});

describe('what holds no Bundle is refused', () => {
  it.for([
    ['', 'required'],
    [' \n ', 'required'],
    ['null', 'structure'],
    ['5', 'structure'],
    ['"Bundle"', 'structure'],
    ['[]', 'structure'],
    ['{}', 'structure'],
    ['{"resourceType":"Patient"}', 'structure'],
    ['{"resourceType":"Bindle"}', 'structure'],
    ['{"resourceType":["Bundle"]}', 'structure'],
    ['{"resourceType":"Parameters"}', 'structure'],
    [
      '{"resourceType":"Parameters","parameter":[null,{"name":"resource","resource":{"resourceType":"Claim"}}]}',
      'structure',
    ],
  ] as const)('%s: %s', ([text, code]) => {
    const { status, issues } = refusalOf(textOf(text));
    expect(status).toBe(400);
    expect(issues).toMatchObject([{ severity: 'error', code, expression: ['Bundle'] }]);
  });
});

describe('limits', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

  it.for([
    ['50 MB', () => new Uint8Array(50 * 1024 * 1024).fill(0x5b), 413, 'too-long'],
    ['one byte too many', () => new Uint8Array(LIMITS.bodyBytes + 1).fill(0x20), 413, 'too-long'],
    ['100,000 levels', () => textOf(nested(100_000)), 400, 'too-costly'],
    ['10,000 levels', () => textOf(nested(10_000)), 400, 'too-costly'],
    ['10,000 levels, never closed', () => textOf('{"a":'.repeat(10_000)), 400, 'too-costly'],
    ['65 levels', () => textOf(nested(LIMITS.depth + 1)), 400, 'too-costly'],
    ['64 levels, no Bundle', () => textOf(nested(LIMITS.depth)), 400, 'structure'],
    ['brackets within a string', () => textOf(JSON.stringify(nested(1000))), 400, 'structure'],
    ['too many elements', () => bytesOf(Array(LIMITS.elements + 1).fill(0)), 413, 'too-long'],
  ] as const)('%s: within a second', ([, bytes, status, code]) => {
    const body = bytes();
    const start = performance.now();
    const refusal = refusalOf(body);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(refusal).toMatchObject({ status, issues: [{ code }] });
    expect(refusal.issues).toHaveLength(1);
  });

  it('18 MB of attachment are read', () => {
    const attachment = { contentType: 'application/pdf', data: 'QUJD'.repeat((18 * 1024 * 1024) / 4) };
    const document = { resourceType: 'DocumentReference', status: 'current', content: [{ attachment }] };
    expect(readSubmission(bytesOf(withEntries([document]))).ok).toBe(true);
  });

  it('more entries than the limit', () => {
    const request = withEntries(Array(LIMITS.entries).fill({ resourceType: 'Location' }));
    expect(refusalOf(bytesOf(request))).toMatchObject({
      status: 422,
      issues: [{ code: 'too-long', expression: ['Bundle.entry'] }],
    });
  });

  it('more items than the limit, and exactly as many', () => {
    const of = (items: number) => {
      const item = Array.from({ length: items }, (_, index) => validItem(index + 1));
      return bytesOf(changed([['set', 'entry[0].resource.item', item]]));
    };
    expect(readSubmission(of(LIMITS.items)).ok).toBe(true);
    expect(refusalOf(of(LIMITS.items + 1))).toMatchObject({
      status: 422,
      issues: [{ code: 'too-long', expression: ['Bundle.entry[0].resource.item'] }],
    });
  });

  it('a Claim that is larger than the limit, with its largest element', () => {
    const large = { text: 'x'.repeat(LIMITS.claimBytes) };
    expect(refusalOf(bytesOf(changed([['set', 'entry[0].resource.fundsReserve', large]])))).toMatchObject({
      status: 422,
      issues: [{ code: 'too-long', expression: ['Bundle.entry[0].resource.fundsReserve'] }],
    });
  });

  it('long repeating strings', () => {
    const request = withEntries([{ resourceType: 'Patient', name: [{ given: ['A'.repeat(LIMITS.repeatedText)] }] }]);
    const expression = 'Bundle.entry[9].resource.name[0].given';
    expect(refusalOf(bytesOf(request))).toMatchObject({
      status: 400,
      issues: [{ code: 'too-long', expression: [expression] }],
    });
  });

  it('more issues than the limit: the last tells how many more', () => {
    const { issues } = refusalOf(bytesOf(withEntries(Array(LIMITS.issues + 20).fill({ resourceType: 'Encounter' }))));
    expect(issues).toHaveLength(LIMITS.issues + 1);
    expect(issues.at(-1)).toMatchObject({ severity: 'error', code: 'incomplete', expression: ['Bundle'] });
    expect(issues.at(-1)?.details?.text).toContain(`${2 * (LIMITS.issues + 20) - LIMITS.issues} more`);
  });
});

function withEntries(resources: readonly object[]): object {
  const { entry, ...rest } = validRequest();
  const more = resources.map((resource, index) => ({ fullUrl: `https://clinic.example/${index}`, resource }));
  return { ...rest, entry: [...(Array.isArray(entry) ? entry : []), ...more] };
}
