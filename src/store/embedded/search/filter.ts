import { type Filter, parseSearchRequest } from '@medplum/core';
import { type IndexedParameter, type ParameterKind, parametersOf } from './parameter.ts';
import { mapReportingAll, problem } from './problem.ts';
import { dateMatch, numberMatch, quantityMatch } from './rangeMatch.ts';
import { all, type Sql, sql, wrap } from './sql.ts';
import { oneOf, orderedMatches, referenceMatch, stringMatch, tokenMatch, uriMatch, valuesOf } from './textMatch.ts';

/** What is known of how many resources a piece of SQL selects, from looking at the first few hundred. */
export interface Frequency {
  /** Cut off. */
  readonly count: number;
  /** The row of the last one looked at: where matches are rare, or come late, it is a high one. */
  readonly last: number;
}

export type Estimate = (selection: Sql) => Frequency;

/** The most resources that are selected before anything else is looked at; of more, a page takes the first. */
export const fewSelected = 300;

/** A page of a search over many is merged from so many ordered lists at most. */
const listsMerged = 12;

/** A condition on an index table, where `i` is one of its rows. */
interface IndexConstraint {
  readonly on: 'index';
  readonly table: 'text_index' | 'range_index';
  readonly match: Sql;
  readonly negated: boolean;
  /** The same as several matches, each of which the index gives in the order of the resources' rows. */
  readonly ordered: readonly Sql[];
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

/** What a search asks for. */
export interface Conditions {
  /** The WHERE over `current r`. */
  readonly where: Sql;
  /**
   * Where very many match: the same as several WHEREs over `text_index i` and the resource's row `r`, each in the order of
   * the rows, so that a page in this order is merged from them and ends where it is full.
   */
  readonly merged?: readonly Sql[];
}

/** @throws OperationOutcomeError with an issue for each parameter that is unknown or used in a way not supported. */
export function conditions(type: string, filters: readonly Filter[], estimate: Estimate): Conditions {
  const constraints = mapReportingAll(filters, (filter) => constraint(type, filter, estimate));
  const indexed = constraints.filter((each) => each.on === 'index');
  const direct = constraints.filter((each) => each.on === 'resource');
  const selected = direct.some(({ selects }) => selects);
  const { constraint: first, frequency } = selected ? {} : rarest(indexed, estimate);
  const others = [
    // The plus keeps SQLite off the indexes of what is not deleted, which would win over the one by id.
    sql(selected ? '+r.deleted = 0' : 'r.deleted = 0'),
    ...direct.map(({ match }) => match),
    ...indexed.filter((each) => each !== first).map(existence),
  ];
  // And here off the index by type, which would win over far more selective ones.
  const ofType = sql(first ? '+r.type = ?' : 'r.type = ?', type);
  const where = all([ofType, ...(first ? [wrap('r.rid IN (', selection(first), ')')] : []), ...others]);
  const lists = first?.ordered ?? [];
  const isFew = frequency === undefined || frequency.count < fewSelected;
  if (isFew || lists.length === 0 || lists.length > listsMerged) return { where };
  return { where, merged: lists.map((match) => all([match, ofType, ...others])) };
}

interface Rarest {
  readonly constraint?: IndexConstraint;
  readonly frequency?: Frequency;
}

/** What the fewest have; of several that many have, what a search in the order of the rows comes to last. */
function rarest(indexed: readonly IndexConstraint[], estimate: Estimate): Rarest {
  const positive = indexed.filter(({ negated }) => !negated);
  const [only] = positive;
  if (only && positive.length === 1 && only.ordered.length === 0) return { constraint: only };
  const counted = positive.map((each) => ({ constraint: each, frequency: estimate(selection(each)) }));
  const [first] = counted.sort((a, b) => a.frequency.count - b.frequency.count || b.frequency.last - a.frequency.last);
  return first ?? {};
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
  if (filter.operator === 'missing')
    return { on: 'index', table, match: ofParameter, negated: isMissing(filter), ordered: [] };
  const match = all([ofParameter, matchOf[parameter.kind](parameter, filter)]);
  const ordered = orderedMatches(parameter, filter).map((each) => all([ofParameter, each]));
  return { on: 'index', table, match, negated: ['not', 'ne'].includes(filter.operator), ordered };
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
  const targets = wrap(
    "SELECT r.type || '/' || r.id FROM current r WHERE ",
    conditions(target, filters, estimate).where,
    '',
  );
  const match = wrap('i.parameter = ? AND i.value IN (', targets, ')', parameter.key);
  return { on: 'index', table: 'text_index', match, negated: false, ordered: [] };
}

/** `_has:PractitionerRole:practitioner:specialty`: the resources that such a one refers to. */
function reverseChain(filter: Filter, estimate: Estimate): ResourceConstraint {
  const [, source = '', code = '', ...rest] = filter.code.split(':');
  const parameter = parameterOf(source, code);
  const { filters = [] } = parseSearchRequest(source, { [rest.join(':')]: filter.value });
  const sources = wrap('SELECT r.rid FROM current r WHERE ', conditions(source, filters, estimate).where, '');
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
