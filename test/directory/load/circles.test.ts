import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findCircles } from '../../../src/directory/load/circles.ts';

const graphs = fc
  .integer({ min: 1, max: 12 })
  .chain((size) => fc.array(fc.array(fc.nat(size - 1), { maxLength: 4 }), { minLength: size, maxLength: size }));

function reachable(targets: readonly number[][], from: number): Set<number> {
  const seen = new Set<number>();
  const left = [...(targets[from] ?? [])];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    left.push(...(targets[node] ?? []));
  }
  return seen;
}

it('puts every node in one group, together with exactly those it reaches and is reached from', () => {
  fc.assert(
    fc.property(graphs, (targets) => {
      const nodes = [...targets.keys()];
      const circles = [...findCircles(nodes.length, (node) => targets[node] ?? [])];
      expect(circles.flat().toSorted((a, b) => a - b)).toEqual(nodes);
      const reach = nodes.map((node) => reachable(targets, node));
      for (const circle of circles) {
        for (const node of nodes) {
          const [first = -1] = circle;
          const isTogether = node === first || (reach[first]?.has(node) && reach[node]?.has(first)) === true;
          expect(circle.includes(node)).toBe(isTogether);
        }
      }
    }),
  );
});

it('puts each group after all groups it leads to', () => {
  fc.assert(
    fc.property(graphs, (targets) => {
      const circles = [...findCircles(targets.length, (node) => targets[node] ?? [])];
      const turn = new Map(circles.flatMap((circle, index) => circle.map((node) => [node, index] as const)));
      for (const [node, leads] of targets.entries()) {
        for (const target of leads) expect(turn.get(target)).toBeLessThanOrEqual(turn.get(node) ?? -1);
      }
    }),
  );
});
