import { describe, expect, it } from 'vitest';
import { outcomeIn } from '../../support/fhirHttp.ts';
import { requestNamed } from '../requests/requests.ts';
import { session } from './session.ts';

describe('4 error handling', () => {
  const service = session();
  const empty = { ...requestNamed('approval'), entry: [] };

  it.each([
    ['4.01', '$submit', 'submit'],
    ['4.02', '$inquire', 'inquire'],
  ] as const)(
    '%s a Bundle without entries is refused by %s with one OperationOutcome',
    async (_number, _name, send) => {
      const reply = await service[send](empty);
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(reply.status).toBeLessThan(500);
      const [issue] = outcomeIn(reply).issue;
      expect(issue?.severity).toBe('error');
      expect(issue?.code).toMatch(/^[a-z-]+$/);
    },
  );
});
