import type { Bundle } from '@medplum/fhirtypes';
import { ownBase } from '../../../src/fhir/systems.ts';
import { hasPackage } from '../../support/packages.ts';
import { contextDefects, definedElsewhere } from '../responseGaps.ts';
import { type Definitions, packages, readDefinitions } from '../validator/definitions.ts';
import { validatorOf } from '../validator/validator.ts';

export const pasProfiles = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition';

/** Are all packages there by which responses are validated? */
export const hasPackages = packages.every(hasPackage);

let read: Definitions | undefined;

/** @throws Error when a package is not there */
export function definitions(): Definitions {
  read ??= readDefinitions();
  return read;
}

/** Rules that no validation so far could hold: value sets that no package enumerates, invariants that core cannot evaluate. */
export const passedOver = new Set<string>();

/** What is against its profile in a resource, a line each. */
export function problemsOf(resource: object, profile: string, bundle?: object): readonly string[] {
  const validate = validatorOf({
    definitions: definitions(),
    ownBase,
    defects: contextDefects,
    elsewhere: definedElsewhere,
    passedOver: (rule) => passedOver.add(rule),
  });
  return validate(resource, profile.includes(':') ? profile : `${pasProfiles}/${profile}`, bundle).map(
    ({ at, text }) => `${at} ${text}`,
  );
}

/** What is against its profile in a response Bundle: the Bundle, its ClaimResponse, and every other entry after the profile it claims. */
export function bundleProblems(bundle: Bundle, profile = 'profile-pas-response-bundle'): readonly string[] {
  const [, ...others] = bundle.entry ?? [];
  return [
    ...problemsOf(bundle, profile),
    ...others.flatMap(({ resource }) => {
      if (!resource) return ['an entry without resource'];
      const [claimed = `http://hl7.org/fhir/StructureDefinition/${resource.resourceType}`] =
        resource.meta?.profile ?? [];
      return problemsOf(resource, claimed, bundle);
    }),
  ];
}
