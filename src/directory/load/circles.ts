/**
 * Tarjan's strongly connected components, without recursion: nodes that reach each other, each group after all groups
 * it leads to. A node in no circle is a group of its own. Takes 21 bytes a node.
 * @param count - the nodes are 0 up to, but not including, `count`
 * @see Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1 (1972)
 */
export function* findCircles(count: number, targetsOf: (node: number) => ArrayLike<number>): Generator<number[]> {
  const none = -1;
  const index = new Int32Array(count).fill(none);
  const lowest = new Int32Array(count);
  const next = new Int32Array(count);
  const isOpen = new Uint8Array(count);
  const open = new Stack(count);
  const path = new Stack(count);
  let visited = 0;

  const enter = (node: number) => {
    index[node] = visited;
    lowest[node] = visited;
    isOpen[node] = 1;
    visited += 1;
    open.push(node);
    path.push(node);
  };

  for (let start = 0; start < count; start += 1) {
    if (index[start] !== none) continue;
    enter(start);
    for (let node = path.top; node !== undefined; node = path.top) {
      const target = targetsOf(node)[next[node] ?? 0];
      if (target !== undefined) {
        next[node] = (next[node] ?? 0) + 1;
        if (index[target] === none) enter(target);
        else if (isOpen[target]) lowest[node] = Math.min(lowest[node] ?? 0, index[target] ?? 0);
        continue;
      }
      path.pop();
      const parent = path.top;
      if (parent !== undefined) lowest[parent] = Math.min(lowest[parent] ?? 0, lowest[node] ?? 0);
      if (lowest[node] !== index[node]) continue;
      const members: number[] = [];
      for (let member = open.pop(); member !== undefined; member = member === node ? undefined : open.pop()) {
        isOpen[member] = 0;
        members.push(member);
      }
      yield members;
    }
  }
}

/** A stack of so many numbers at most. */
class Stack {
  readonly #values: Int32Array;
  #size = 0;

  constructor(most: number) {
    this.#values = new Int32Array(most);
  }

  get top(): number | undefined {
    return this.#size === 0 ? undefined : this.#values[this.#size - 1];
  }

  push(value: number): void {
    this.#values[this.#size] = value;
    this.#size += 1;
  }

  pop(): number | undefined {
    const value = this.top;
    if (this.#size > 0) this.#size -= 1;
    return value;
  }
}
