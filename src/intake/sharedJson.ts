/** JSON in which nothing large stands twice: where it would, a `SeeShared` stands instead. */
export interface SharedJson {
  readonly value: unknown;
  /** What stands in several places, without further names. Later ones may point to others in turn. */
  readonly shared: readonly unknown[];
}

/** Name of the one member of an object that stands for `shared` at this index. */
const pointer = 'seeShared';

/** What is shorter than this, as JSON, is said again: a pointer would only make it harder to read. Characters. */
const worthSharing = 400;

/** A distinct object or list, with how it is made of others. */
interface Node {
  readonly json: object;
  readonly parts: readonly (readonly [string, Node | undefined])[];
  /** Characters of its JSON. */
  readonly length: number;
  /** Places within distinct others where it stands. */
  places: number;
  index?: number;
}

/**
 * Says every large part once. What is read is read in the order of the names, so the same content gives the same text. Takes
 * time and memory by the size of the value, not by how often a part stands in it when that is the same object.
 */
export function shareJson(json: unknown): SharedJson {
  const root = nodesOf(json);
  const shared: unknown[] = [];
  return { value: root ? written(root, shared, true) : json, shared };
}

/** The value as it was before it was shared. @throws RangeError when it points to what is not there */
export function unshareJson({ value, shared }: SharedJson): unknown {
  const known: unknown[] = [];
  const read = (json: unknown): unknown => {
    if (Array.isArray(json)) return json.map(read);
    if (!isObject(json)) return json;
    const index = pointerIn(json);
    if (index === undefined) return Object.fromEntries(Object.entries(json).map(([name, part]) => [name, read(part)]));
    if (!(index in shared)) throw new RangeError(`${pointer} ${index} leads nowhere`);
    if (!(index in known)) {
      known[index] = undefined;
      known[index] = read(shared[index]);
    }
    return known[index];
  };
  return read(value);
}

function nodesOf(json: unknown): Node | undefined {
  const byContent = new Map<string, Node>();
  const numbers = new Map<Node, number>();
  const byIdentity = new Map<object, Node>();
  const intern = (part: unknown): Node | undefined => {
    if (!isObject(part) && !Array.isArray(part)) return undefined;
    const seen = byIdentity.get(part);
    if (seen) return seen;
    const parts = entriesOf(part).map(([name, each]) => [name, intern(each), each] as const);
    const key = [Array.isArray(part) ? '[' : '{', ...parts.map((each) => keyOf(each, numbers))].join('\n');
    const node = byContent.get(key) ?? nodeOf(part, parts);
    byContent.set(key, node);
    numbers.set(node, numbers.get(node) ?? numbers.size);
    byIdentity.set(part, node);
    return node;
  };
  return intern(json);
}

type Part = readonly [name: string, node: Node | undefined, json: unknown];

function keyOf([name, node, json]: Part, numbers: ReadonlyMap<Node, number>): string {
  return `${JSON.stringify(name)}${node ? `#${numbers.get(node)}` : JSON.stringify(json)}`;
}

function nodeOf(json: object, parts: readonly Part[]): Node {
  for (const [, node] of parts) if (node) node.places += 1;
  const lengths = parts.map(([name, node, each]) => name.length + 4 + (node?.length ?? JSON.stringify(each).length));
  return {
    json,
    parts: parts.map(([name, node]) => [name, node]),
    length: lengths.reduce((sum, length) => sum + length, 2),
    places: 0,
  };
}

function written(node: Node, shared: unknown[], isRoot = false): unknown {
  const isShared = !isRoot && node.places > 1 && node.length >= worthSharing;
  if (isShared && node.index !== undefined) return { [pointer]: node.index };
  if (isShared) {
    node.index = shared.length;
    shared.push(undefined);
  }
  const parts = node.parts.map(([name, part]) => [name, part ? written(part, shared) : Reflect.get(node.json, name)]);
  const json = Array.isArray(node.json) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
  if (node.index === undefined) return json;
  shared[node.index] = json;
  return { [pointer]: node.index };
}

function entriesOf(json: object): readonly (readonly [string, unknown])[] {
  if (Array.isArray(json)) return json.map((each, index) => [String(index), each ?? null]);
  return Object.entries(json)
    .filter(([, each]) => each !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

function pointerIn(json: Readonly<Record<string, unknown>>): number | undefined {
  const [[name, index] = [], ...others] = Object.entries(json);
  return name === pointer && typeof index === 'number' && others.length === 0 ? index : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
