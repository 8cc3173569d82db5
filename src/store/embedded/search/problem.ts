import { OperationOutcomeError } from '@medplum/core';
import type { OperationOutcomeIssue } from '@medplum/fhirtypes';

/** The client's fault, with what would be accepted instead. */
export function problem(text: string, code: 'invalid' | 'not-supported' | 'value' = 'invalid'): OperationOutcomeError {
  return new OperationOutcomeError({
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code, details: { text } }],
  });
}

/** Maps every item, and throws one OperationOutcomeError with the issues of all that failed. */
export function mapReportingAll<Item, Result>(items: readonly Item[], map: (item: Item) => Result): Result[] {
  const issues: OperationOutcomeIssue[] = [];
  const results = items.flatMap((item) => {
    try {
      return [map(item)];
    } catch (error) {
      if (!(error instanceof OperationOutcomeError)) throw error;
      issues.push(...error.outcome.issue);
      return [];
    }
  });
  if (issues.length > 0) throw new OperationOutcomeError({ resourceType: 'OperationOutcome', issue: issues });
  return results;
}
