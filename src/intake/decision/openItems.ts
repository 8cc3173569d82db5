import type { Decision, Refusal, Whereabouts } from './decision.ts';
import { type DecisionCase, isDecidable, itemsOfTask, pendedItems } from './decisionCase.ts';

/** Tasks that are withdrawn are not decided any more. `completed` is not among them: by completing it a person decides. */
const withdrawn = ['cancelled', 'rejected', 'failed', 'entered-in-error'];

/** Why the Task as it now stands cannot be decided, or not on these items; undefined: it can. */
export function standingRefusal(
  { task, response }: DecisionCase,
  decision: Decision,
  at: Whereabouts,
): Refusal | undefined {
  if (!isDecidable(task)) return notDecidable;
  const listed = itemsOfTask(task);
  const strangers = decision.items.filter((item) => !listed.includes(item));
  if (strangers.length > 0) {
    const text = `This Task does not list item ${strangers.join(', ')}; it lists ${listed.join(', ')}.`;
    return { status: 422, issues: [{ code: 'not-found', expression: at('item'), text }] };
  }
  const pended = pendedItems(task, response);
  const decided = decision.items.filter((item) => !pended.includes(item));
  if (pended.length > 0 && decided.length === 0 && !withdrawn.includes(task.status)) return undefined;
  const what = decided.length > 0 && pended.length > 0 ? `Item ${decided.join(', ')} is` : 'This Task is';
  const text = `${what} already decided. The answer as it now stands is ${task.focus?.reference}.`;
  return { status: 409, issues: [{ code: 'conflict', expression: 'Task', text }] };
}

/** Not a Task that a decision answers. */
export const notDecidable: Refusal = {
  status: 422,
  issues: [
    {
      code: 'not-supported',
      expression: 'Task.code',
      text: 'Only Tasks “review” and “find-provider” of an answered request are decided; this is another.',
    },
  ],
};

/** Nothing is answered yet that could be decided. */
export const heldReceipt: Refusal = {
  status: 422,
  issues: [
    {
      code: 'not-supported',
      expression: 'Task.focus',
      text: 'This request is on hold: software could not answer it, so there is no answer to decide on. Remove the cause and complete the Task; then it is answered again.',
    },
  ],
};

/** The items a decision is about. */
export function itemsDecided({ task, response }: DecisionCase, { items }: Decision): readonly number[] {
  return items.length > 0 ? items : pendedItems(task, response);
}
