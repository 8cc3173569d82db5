/** Three-valued logic: unknown is never no, and never none. */
export type Answer = 'yes' | 'no' | 'unknown';

/** Yes only when all are yes; one no decides; of nothing at all: yes. */
export function allOf(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}

/** Yes when one is yes; no only when all are no; of nothing at all: no. */
export function anyOf(answers: readonly Answer[]): Answer {
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}

/** The opposite; of unknown, unknown. */
export function not(answer: Answer): Answer {
  switch (answer) {
    case 'yes':
      return 'no';
    case 'no':
      return 'yes';
    case 'unknown':
      return 'unknown';
    default:
      return assertNever(answer);
  }
}

/** Closes a switch over a union: a new member is a type error where it was forgotten. */
export function assertNever(value: never): never {
  throw new Error(`Unforeseen value: ${JSON.stringify(value)}`);
}
