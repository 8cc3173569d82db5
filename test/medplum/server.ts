/** The Medplum server the suites run against, as the environment names it; undefined: they are skipped. */
export interface TestServer {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const { MEDPLUM_TEST_BASE_URL, MEDPLUM_TEST_CLIENT_ID, MEDPLUM_TEST_CLIENT_SECRET } = process.env;

export const testServer: TestServer | undefined =
  MEDPLUM_TEST_BASE_URL && MEDPLUM_TEST_CLIENT_ID && MEDPLUM_TEST_CLIENT_SECRET
    ? { baseUrl: MEDPLUM_TEST_BASE_URL, clientId: MEDPLUM_TEST_CLIENT_ID, clientSecret: MEDPLUM_TEST_CLIENT_SECRET }
    : undefined;

/** The environment in which a command of ours works on that server. */
export function environmentFor(server: TestServer): Record<string, string> {
  return {
    MEDPLUM_BASE_URL: server.baseUrl,
    MEDPLUM_CLIENT_ID: server.clientId,
    MEDPLUM_CLIENT_SECRET: server.clientSecret,
  };
}

/** What a skipped suite is reported under. */
export const needs = 'needs MEDPLUM_TEST_BASE_URL, MEDPLUM_TEST_CLIENT_ID and MEDPLUM_TEST_CLIENT_SECRET';
