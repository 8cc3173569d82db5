import type { Extension } from '@medplum/fhirtypes';

/** The parts of an extension that is made of parts, by url. */
export type Parts = (url: string) => Extension | undefined;

export function partsOf(extension: Extension | undefined): Parts {
  return (url) => extension?.extension?.find((part) => part.url === url);
}

export function instantPart(parts: Parts, url: string): Temporal.Instant | undefined {
  const text = parts(url)?.valueInstant;
  return text === undefined ? undefined : Temporal.Instant.from(text);
}

/** FHIR instant in UTC, in milliseconds. */
export function instantText(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: 'millisecond' });
}

/** A part with an instant; none without one. */
export function instantAs(url: string, instant: Temporal.Instant | undefined): readonly Extension[] {
  return instant === undefined ? [] : [{ url, valueInstant: instantText(instant) }];
}
