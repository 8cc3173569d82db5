import type { BotEvent, MedplumClient } from '@medplum/core';
import type { Bundle, OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';
import { loadDefinitionsFor } from '../src/deploy/botDefinitions.ts';
import { outsideCalendar } from '../src/intake/outsideCalendar.ts';
import { Unavailable } from '../src/intake/retries.ts';
import { type SubmitResult, submit } from '../src/intake/submit.ts';
import { contextOf } from './context.ts';

/**
 * `Claim/$submit` on a Medplum server: a PAS response Bundle, or a rejection with one OperationOutcome, which the server
 * replies as 400. The server hands over parsed JSON; the bytes of record are its JSON text, the same for the same request.
 */
export async function handler(medplum: MedplumClient, event: BotEvent): Promise<Bundle> {
  const context = contextOf(medplum, event);
  const received = context.now();
  const result = await answerOf(event, () => {
    loadDefinitionsFor(event.input);
    const body = new TextEncoder().encode(textOf(event.input));
    const base = medplum.fhirUrl().toString().replace(/\/$/, '');
    return submit(context, { client: clientOf(event), body, received, base });
  });
  if (result.ok) return result.bundle;
  // The plain outcome: of an Error around it the server would keep one issue.
  return Promise.reject(result.outcome);
}

function textOf(input: unknown): string {
  return typeof input === 'string' ? input : (JSON.stringify(input) ?? '');
}

function clientOf({ requester }: BotEvent): string {
  return requester?.reference?.replace(/^ClientApplication\//, '') ?? 'anonymous';
}

async function answerOf(event: BotEvent, answer: () => Promise<SubmitResult>): Promise<SubmitResult> {
  try {
    return await answer();
  } catch (error) {
    const calendar = outsideCalendar(error);
    if (calendar !== undefined) return { ok: false, status: 503, outcome: outcome('error', 'transient', calendar) };
    if (error instanceof Unavailable) {
      const text = 'The service cannot answer now. Send the same request again; what was received is not lost.';
      return { ok: false, status: 503, outcome: outcome('error', 'transient', text) };
    }
    const incident = event.traceId ?? crypto.randomUUID();
    // biome-ignore lint/suspicious/noConsole: a bot's console is its log, kept by the server as an AuditEvent
    console.log(`Incident ${incident}: ${frames(error)}`);
    const text = `Internal error. Give the operator of this service incident ${incident}.`;
    return { ok: false, status: 500, outcome: outcome('fatal', 'exception', text) };
  }
}

/** Where an error arose; its message may quote the request. */
function frames(error: unknown): string {
  const { name = typeof error, stack = '' } = Object(error) as { name?: string; stack?: string };
  const lines = stack.split('\n').filter((line) => line.startsWith('    at '));
  return [name, ...lines].join('\n');
}

function outcome(
  severity: OperationOutcomeIssue['severity'],
  code: OperationOutcomeIssue['code'],
  text: string,
): OperationOutcome {
  return { resourceType: 'OperationOutcome', issue: [{ severity, code, details: { text } }] };
}
