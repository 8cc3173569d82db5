import type { Coding } from '@medplum/fhirtypes';
import { haveCommonDay } from './days.ts';
import type { Inquiry, ItemExample } from './inquiry.ts';
import { type CaseItem, diagnosesOfCase, itemsOfCase, partiesOfCase, type StandingCase } from './standingCase.ts';

/**
 * May the inquirer be told of the case? A party to it must be named, whoever it is that asks: systems other than the one that
 * sent the request may inquire. @see PAS 2.2.1, spec-52 and 53
 */
export function mayBeTold({ parties }: Inquiry, standing: StandingCase): boolean {
  const ofCase = partiesOfCase(standing);
  return parties.some((npi) => ofCase.has(npi));
}

/** Is the case like the example? Everything that is given holds; of several diagnoses one is enough. */
export function isLike({ diagnoses, examples }: Inquiry, standing: StandingCase, timeZone: string): boolean {
  const items = itemsOfCase(standing, timeZone);
  return (
    shareACode(diagnoses, diagnosesOfCase(standing)) &&
    examples.every((example) => items.some((item) => isItemLike(example, item)))
  );
}

type Rule = (example: ItemExample, item: CaseItem) => boolean;

const rules: readonly Rule[] = [
  ({ category }, item) => shareACode(category, item.category),
  (example, item) => isService(example, item),
  ({ serviced }, item) => serviced === undefined || item.serviced.some((days) => haveCommonDay(serviced, days)),
  ({ issued }, item) => isOn(issued, item.issued),
  ({ effective }, item) => isOn(effective, item.authorized?.start),
  ({ expires }, item) => isOn(expires, item.authorized?.end),
  ({ reviewActions }, item) =>
    reviewActions.length === 0 || reviewActions.some((action) => item.reviewActions.includes(action)),
  ({ numbers }, item) => numbers.every((number) => item.numbers.includes(number)),
];

/** Everything an example asks for holds of this one item. */
export function isItemLike(example: ItemExample, item: CaseItem): boolean {
  return rules.every((holds) => holds(example, item));
}

type Days = NonNullable<ItemExample['issued']>;

function isOn(days: Days | undefined, date: string | undefined): boolean {
  return days === undefined || (date !== undefined && haveCommonDay(days, { start: date, end: date }));
}

/** None asked for: any will do. */
function shareACode(asked: readonly Coding[], present: readonly Coding[]): boolean {
  return asked.length === 0 || asked.some((coding) => present.some((own) => isSameCode(coding, own)));
}

function isService({ productOrService, productOrServiceEnd }: ItemExample, item: CaseItem): boolean {
  if (shareACode(productOrService, item.productOrService)) return true;
  return productOrService.some((first) =>
    productOrServiceEnd.some((last) => item.productOrService.some((own) => isBetween(first, own, last))),
  );
}

/** Codes of one system that have the same length are in the order of their characters. */
function isBetween(first: Coding, own: Coding, last: Coding): boolean {
  const [low, code, high] = [first, own, last].map(plainCode);
  if (low === undefined || code === undefined || high === undefined) return false;
  const comparable = low.length === code.length && code.length === high.length;
  return comparable && isSameSystem(first, own) && isSameSystem(own, last) && low <= code && code <= high;
}

function isSameCode(a: Coding, b: Coding): boolean {
  return isSameSystem(a, b) && plainCode(a) === plainCode(b);
}

/** HCPCS goes by http and by https. */
function isSameSystem(a: Coding, b: Coding): boolean {
  return a.system?.replace(/^https?:/, '') === b.system?.replace(/^https?:/, '');
}

/** ICD-10-CM is written with its dot and without. */
function plainCode({ code }: Coding): string | undefined {
  return code?.replace('.', '').toUpperCase();
}
