/**
 * Tarjan's strongly connected components, without recursion: nodes that reach each other, each group after all groups
 * it leads to. A node in no circle is a group of its own.
 * @see Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1 (1972)
 */
export function findCircles<Node>(nodes: readonly Node[], targetsOf: (node: Node) => readonly Node[]): Node[][] {
  const circles: Node[][] = [];
  const visits = new Map<Node, Visit<Node>>();
  const open: Visit<Node>[] = [];

  const enter = (node: Node): Visit<Node> => {
    const visit = { node, index: visits.size, lowest: visits.size, isOpen: true, targets: targetsOf(node).values() };
    visits.set(node, visit);
    open.push(visit);
    return visit;
  };

  const leave = (visit: Visit<Node>) => {
    if (visit.lowest !== visit.index) return;
    const members = open.splice(open.lastIndexOf(visit));
    for (const member of members) member.isOpen = false;
    circles.push(members.map((member) => member.node));
  };

  for (const node of nodes) {
    const path = visits.has(node) ? [] : [enter(node)];
    for (let visit = path.at(-1); visit; visit = path.at(-1)) {
      const { value: target, done } = visit.targets.next();
      if (done) {
        path.pop();
        leave(visit);
        const parent = path.at(-1);
        if (parent) parent.lowest = Math.min(parent.lowest, visit.lowest);
        continue;
      }
      const seen = visits.get(target);
      if (!seen) path.push(enter(target));
      else if (seen.isOpen) visit.lowest = Math.min(visit.lowest, seen.index);
    }
  }
  return circles;
}

interface Visit<Node> {
  readonly node: Node;
  readonly index: number;
  lowest: number;
  isOpen: boolean;
  readonly targets: Iterator<Node>;
}
