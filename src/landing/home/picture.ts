import { html } from 'hono/html';
import type { Html } from '../html.ts';

interface Place {
  readonly x: number;
  readonly y: number;
}

interface Step {
  readonly name: string;
  readonly lines: readonly [string, string];
  readonly people?: true;
  readonly wide: Place;
  readonly narrow: Place;
}

const box = { width: 150, height: 78 } as const;

const steps: readonly Step[] = [
  { name: 'Receipt', lines: ['who, when,', 'the exact bytes'], wide: { x: 4, y: 74 }, narrow: { x: 95, y: 4 } },
  {
    name: 'Facts of record',
    lines: ['member, coverage,', 'provider, networks'],
    wide: { x: 188, y: 74 },
    narrow: { x: 95, y: 110 },
  },
  {
    name: 'Policy',
    lines: ['clause by clause:', 'yes, no, unknown'],
    wide: { x: 372, y: 74 },
    narrow: { x: 95, y: 216 },
  },
  {
    name: 'Answer',
    lines: ['approved, or no', 'permission needed'],
    wide: { x: 649, y: 12 },
    narrow: { x: 6, y: 328 },
  },
  {
    name: 'Task',
    lines: ['pended, with clocks', 'and evidence'],
    wide: { x: 556, y: 136 },
    narrow: { x: 184, y: 328 },
  },
  {
    name: 'Person',
    lines: ['licensed, and named', 'with the decision'],
    people: true,
    wide: { x: 742, y: 136 },
    narrow: { x: 184, y: 434 },
  },
  {
    name: 'Notice',
    lines: ['member and provider', 'are told, in time'],
    wide: { x: 926, y: 74 },
    narrow: { x: 95, y: 546 },
  },
];

const layouts = {
  wide: {
    viewBox: '0 0 1080 286',
    arrows: [
      'M154 113H184',
      'M338 113H368',
      'M522 103C580 103 580 51 645 51',
      'M522 123C540 123 536 175 552 175',
      'M706 175H738',
      'M892 175C912 175 902 123 922 123',
      'M799 51C870 51 860 103 922 103',
    ],
    clock: { line: 'M4 246H1076M4 240V252M1076 240V252', x: 540, y: 274 },
  },
  narrow: {
    viewBox: '0 0 340 672',
    arrows: [
      'M170 82V106',
      'M170 188V212',
      'M150 294C150 312 81 306 81 324',
      'M190 294C190 312 259 306 259 324',
      'M259 406V430',
      'M259 512C259 530 200 524 200 542',
      'M81 406V470C81 520 140 510 140 542',
    ],
    clock: { line: 'M40 644H300', x: 170, y: 664 },
  },
} as const;

type Layout = keyof typeof layouts;

/** How a request becomes an answer, drawn once for wide screens and once for narrow ones; styles show one of them. */
export function picture(): Html {
  return html`<div class="picture">${drawing('wide')}${drawing('narrow')}</div>`;
}

function drawing(layout: Layout): Html {
  const { viewBox, arrows, clock } = layouts[layout];
  return html`<svg class="${layout}" viewBox="${viewBox}" role="img" aria-labelledby="picture-${layout} picture-${layout}-words">
<title id="picture-${layout}">How a request becomes an answer</title>
<desc id="picture-${layout}-words">A receipt, then the facts of record, then the policy clause by clause. From there either an answer by software, which only approves or says that no permission is needed, or a task for a licensed person who decides. Both end in notices to the member and the provider. Every clock starts at receipt and the earliest governs.</desc>
<defs><marker id="arrow-${layout}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path class="head" d="M0 0L8 4L0 8z"/></marker></defs>
${arrows.map((path) => html`<path class="arrow" d="${path}" marker-end="url(#arrow-${layout})"/>`)}
${steps.map((step) => stepBox(step, step[layout]))}
<path class="span" d="${clock.line}"/>
<text class="line" x="${clock.x}" y="${clock.y}" text-anchor="middle">${clockWords[layout]}</text>
</svg>`;
}

const clockWords: Readonly<Record<Layout, string>> = {
  wide: 'Every clock starts at receipt: 72 hours when urgent, else 5 business days and 7 calendar days. The earliest governs.',
  narrow: 'Every clock starts at receipt; the earliest governs.',
};

function stepBox({ name, lines, people }: Step, { x, y }: Place): Html {
  const centre = x + box.width / 2;
  return html`<g class="${people ? 'step people' : 'step'}">
<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="10"/>
<text class="name" x="${centre}" y="${y + 26}" text-anchor="middle">${name}</text>
<text class="line" x="${centre}" y="${y + 46}" text-anchor="middle">${lines[0]}</text>
<text class="line" x="${centre}" y="${y + 63}" text-anchor="middle">${lines[1]}</text>
</g>`;
}
