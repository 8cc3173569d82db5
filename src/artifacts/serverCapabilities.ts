import { readFileSync } from 'node:fs';
import type { CapabilityStatement } from '@medplum/fhirtypes';
import type { Artifacts } from './artifacts.ts';

const packageFile = new URL('../../package.json', import.meta.url);

/**
 * What this server can do, for `GET /metadata`.
 * @returns the CapabilityStatement for a FHIR base (without a slash at its end), with the version of the running software
 * @throws Error when the artifacts hold no CapabilityStatement
 */
export function serverCapabilities({ read }: Artifacts): (base: string) => CapabilityStatement {
  const statement = read('CapabilityStatement', 'second-opinion');
  if (statement?.resourceType !== 'CapabilityStatement')
    throw new Error('CapabilityStatement-second-opinion.json is missing');
  const { version }: { version: string } = JSON.parse(readFileSync(packageFile, 'utf8'));
  return (base) => ({
    ...statement,
    software: { name: 'second-opinion', ...statement.software, version },
    implementation: { description: 'This server', ...statement.implementation, url: base },
  });
}
