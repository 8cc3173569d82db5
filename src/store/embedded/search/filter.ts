import { type Filter, parseSearchRequest } from '@medplum/core';
import { type IndexedParameter, type ParameterKind, parametersOf } from './parameter.ts';
import { mapReportingAll, problem } from './problem.ts';
import { dateMatch, numberMatch, quantityMatch } from './rangeMatch.ts';
import { all, type Sql, sql, wrap } from './sql.ts';
import { oneOf, referenceMatch, stringMatch, tokenMatch, uriMatch, valuesOf } from './textMatch.ts';

/** How many resources a piece of SQL selects, cut off at a few hundred; used to begin with the rarest. */
export type Estimate = (selection: Sql) => number;

/** A condition on an index table, where `i` is one of its rows. */
interface IndexConstraint {
  readonly on: 'index';
  readonly table: 'text_index' | 'range_index';
  readonly match: Sql;
  readonly negated: boolean;
}

/** A condition directly on `r`, the row of the resource; `selects`: few enough to begin with. */
interface ResourceConstraint {
  readonly on: 'resource';
  readonly match: Sql;
  readonly selects: boolean;
}

type Constraint = IndexConstraint | ResourceConstraint;

const matchOf: Record<ParameterKind, (parameter: IndexedParameter, filter: Filter) => Sql> = {
  token: tokenMatch,
  reference: referenceMatch,
  string: stringMatch,
  uri: uriMatch,
  date: dateMatch,
  number: numberMatch,
  quantity: quantityMatch,
};

const prefixes = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'sa', 'eb', 'ap'];
const operatorsOf: Record<ParameterKind, readonly string[]> = {
  token: ['eq', 'not', 'missing'],
  reference: ['eq', 'not', 'missing', 'identifier'],
  string: ['eq', 'contains', 'exact', 'missing'],
  uri: ['eq', 'below', 'not', 'missing'],
  date: [...prefixes, 'missing'],
  number: [...prefixes, 'missing'],
  quantity: [...prefixes, 'missing'],
};

/**
 * The WHERE of a search over `current r`.
 *
 * @throws OperationOutcomeError with an issue for each parameter that is unknown or used in a way not supported.
 */
export function conditions(type: string, filters: readonly Filter[], estimate: Estimate): Sql {
  const constraints = mapReportingAll(filters, (filter) => constraint(type, filter, estimate));
  const indexed = constraints.filter((each) => each.on === 'index');
  const direct = constraints.filter((each) => each.on === 'resource');
  const selected = direct.some(({ selects }) => selects);
  const first = selected ? undefined : rarest(indexed, estimate);
  return all([
    // The plus keeps SQLite off the index by type, which would win over far more selective ones.
    sql(selected || first ? '+r.type = ?' : 'r.type = ?', type),
    sql('r.deleted = 0'),
    ...(first ? [wrap('r.rid IN (', selection(first), ')')] : []),
    ...direct.map(({ match }) => match),
    ...indexed.filter((each) => each !== first).map(existence),
  ]);
}

function rarest(indexed: readonly IndexConstraint[], estimate: Estimate): IndexConstraint | undefined {
  const positive = indexed.filter(({ negated }) => !negated);
  if (positive.length < 2) return positive[0];
  const counted = positive.map((each) => ({ each, count: estimate(selection(each)) }));
  return counted.reduce((least, next) => (next.count < least.count ? next : least)).each;
}

function selection({ table, match }: IndexConstraint): Sql {
  return wrap(`SELECT i.rid FROM ${table} i WHERE `, match, '');
}

function existence({ table, match, negated }: IndexConstraint): Sql {
  return wrap(`${negated ? 'NOT ' : ''}EXISTS (SELECT 1 FROM ${table} i WHERE i.rid = r.rid AND `, match, ')');
}

function constraint(type: string, filter: Filter, estimate: Estimate): Constraint {
  if (filter.code.startsWith('_has:')) return reverseChain(filter, estimate);
  if (filter.code.includes('.')) return chain(type, filter, estimate);
  if (filter.code === '_id') return idConstraint(filter);
  if (filter.code === '_lastUpdated') {
    return { on: 'resource', match: updatedMatch(filter), selects: false };
  }
  return indexConstraint(type, filter);
}

function indexConstraint(type: string, filter: Filter): IndexConstraint {
  const parameter = parameterOf(type, filter.operator === 'identifier' ? `${filter.code}:identifier` : filter.code);
  const supported = operatorsOf[parameter.kind];
  if (filter.operator !== 'identifier' && !supported.includes(filter.operator)) {
    throw problem(
      `"${filter.code}" does not take ${filter.operator}; it takes ${supported.join(', ')}.`,
      'not-supported',
    );
  }
  const table = ['date', 'number', 'quantity'].includes(parameter.kind) ? 'range_index' : 'text_index';
  const ofParameter = sql('i.parameter = ?', parameter.key);
  if (filter.operator === 'missing') return { on: 'index', table, match: ofParameter, negated: isMissing(filter) };
  const match = all([ofParameter, matchOf[parameter.kind](parameter, filter)]);
  return { on: 'index', table, match, negated: ['not', 'ne'].includes(filter.operator) };
}

function isMissing({ code, value }: Filter): boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  throw problem(`"${code}:missing" takes true or false.`, 'value');
}

/** `practitioner.identifier` or `practitioner:Practitioner.identifier`; the part after the point may be a chain again. */
function chain(type: string, filter: Filter, estimate: Estimate): IndexConstraint {
  const [reference = '', ...rest] = filter.code.split('.');
  const [code = '', givenType] = reference.split(':');
  const parameter = parameterOf(type, code);
  const target = givenType ?? (parameter.targets.length === 1 ? parameter.targets[0] : undefined);
  if (parameter.kind !== 'reference' || !target) {
    throw problem(
      `"${filter.code}": say which resource type "${code}" refers to, as in ${code}:Type.${rest.join('.')}.`,
    );
  }
  const { filters = [] } = parseSearchRequest(target, { [rest.join('.')]: filter.value });
  const targets = wrap("SELECT r.type || '/' || r.id FROM current r WHERE ", conditions(target, filters, estimate), '');
  const match = wrap('i.parameter = ? AND i.value IN (', targets, ')', parameter.key);
  return { on: 'index', table: 'text_index', match, negated: false };
}

/** `_has:PractitionerRole:practitioner:specialty`: the resources that such a one refers to. */
function reverseChain(filter: Filter, estimate: Estimate): ResourceConstraint {
  const [, source = '', code = '', ...rest] = filter.code.split(':');
  const parameter = parameterOf(source, code);
  const { filters = [] } = parseSearchRequest(source, { [rest.join(':')]: filter.value });
  const sources = wrap('SELECT r.rid FROM current r WHERE ', conditions(source, filters, estimate), '');
  const match = wrap(
    "r.id IN (SELECT substr(i.value, instr(i.value, '/') + 1) FROM text_index i WHERE i.parameter = ? AND i.rid IN (",
    sources,
    ") AND i.value LIKE r.type || '/%')",
    parameter.key,
  );
  return { on: 'resource', match, selects: false };
}

function idConstraint(filter: Filter): ResourceConstraint {
  const match = oneOf('r.id', valuesOf(filter.code, filter.value));
  if (filter.operator === 'eq') return { on: 'resource', match, selects: true };
  if (filter.operator === 'not') return { on: 'resource', match: wrap('NOT (', match, ')'), selects: false };
  throw problem(`"_id" does not take ${filter.operator}; it takes eq, not.`, 'not-supported');
}

function updatedMatch(filter: Filter): Sql {
  const match = dateMatch(undefined, filter, { low: 'r.updated', high: 'r.updated' });
  return filter.operator === 'ne' ? wrap('NOT (', match, ')') : match;
}

function parameterOf(type: string, code: string): IndexedParameter {
  const parameter = parametersOf(type).get(code);
  if (parameter) return parameter;
  const supported = ['_id', '_lastUpdated', ...parametersOf(type).keys()].filter((each) => !each.includes(':')).sort();
  throw problem(`Unknown search parameter "${code}" for ${type}. Supported: ${supported.join(', ')}.`, 'not-supported');
}
