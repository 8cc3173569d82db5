import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { example } from '../support/fhirHttp.ts';
import { openService } from './service.ts';

type TestService = Awaited<ReturnType<typeof openService>>;

describe('/metrics', () => {
  let service: TestService;
  let text: string;

  beforeAll(async () => {
    service = await openService();
    const headers = { 'content-type': 'application/fhir+json' };
    const body = example('requests/6-network-cardiologist.json');
    await service.app.request('/fhir/Claim/$submit', { method: 'POST', headers, body });
    await service.app.request('/fhir/Claim/$submit', { method: 'POST', headers, body: '{' });
    await service.app.request('/fhir/Patient?identifier=RC100001');
    await service.app.request('/nowhere/RC100001');
    const reply = await service.app.request('/metrics');
    expect(reply.headers.get('content-type')).toMatch(/^text\/plain/);
    text = await reply.text();
  });
  afterAll(() => service.store.close());

  it.for([
    ['an answer', /^http_requests_total\{method="POST",route="[^"]*\$submit",status="200",ok="true"\} 1$/m],
    ['a refusal', /^http_requests_total\{method="POST",route="[^"]*\$submit",status="400",ok="false"\} 1$/m],
    ['how long answers take', /^http_request_duration_seconds_bucket\{le="1",method="POST",route="[^"]*\$submit"/m],
    ['the process', /^process_resident_memory_bytes \d+/m],
    ['the event loop', /^nodejs_eventloop_lag_p99_seconds /m],
  ] as const)('tells of %s', ([, line]) => {
    expect(text).toMatch(line);
  });

  it('names no path and no query', () => {
    expect(text).not.toContain('RC100001');
  });
});
