import type { MedplumClient } from '@medplum/core';
import type { Reference } from '@medplum/fhirtypes';
import { type GatheredFacts, gatherFacts } from '../../directory/gatherFacts.ts';
import { openRecord } from '../../directory/record.ts';
import { standingOf, standingOfNobody } from '../../directory/standing.ts';
import { nameInWords, npiOf, referencedId } from '../../fhir/elements.ts';
import { npiSystem } from '../../fhir/systems.ts';
import { type AuthorizationPeriod, authorizationPeriod } from '../../policy/authorization.ts';
import type { LocalDate } from '../../policy/evidence.ts';
import type { ItemFacts, ProfessionalStanding } from '../../policy/facts.ts';
import type { IntakeContext } from '../context.ts';
import type { Decision, NamedProvider } from './decision.ts';
import type { DecisionCase } from './decisionCase.ts';
import { withoutScreening } from './reviewer.ts';

/** Who is authorized for an item, and until when. */
export interface Authorization {
  readonly providers: readonly Reference[];
  readonly period: AuthorizationPeriod;
}

/** What an approval or modification would authorize. */
export interface Authorizations {
  /** By item sequence; an item without one names nobody who could be authorized. */
  readonly byItem: ReadonlyMap<number, Authorization>;
  /** The provider that the decision names is not of record. */
  readonly providerUnknown: boolean;
}

interface ProviderOfRecord {
  readonly reference: Reference;
  readonly standing: (serviceDate: LocalDate) => Promise<Standing>;
}

type Standing = Pick<ProfessionalStanding, 'licences' | 'enrolments'>;

/** Looks up whom the decision would authorize: the provider it names, else those the request asks for. Reads only. */
export async function authorizationsFor(
  { client, settings }: IntakeContext,
  { request, receivedOn }: DecisionCase,
  { decision, provider }: Decision,
  today: LocalDate,
): Promise<Authorizations> {
  if (decision !== 'approve' && decision !== 'modify') return { byItem: new Map(), providerUnknown: false };
  const { timeZone } = settings.calendar;
  const gathered = await gatherFacts(client, request, { receivedOn, timeZone, products: settings.products });
  const named = provider ? await providerOfRecord(client, provider, today, timeZone) : undefined;
  const days = settings.authorizationDays;
  const entries = gathered.facts.items.map(async (item) => {
    const providers = named ? [named.reference] : requestedProviders(gathered, item);
    const standing = named ? await named.standing(item.serviceDate) : standingOfRequested(item);
    return [item.sequence, { providers, period: periodOf(today, days, item, standing) }] as const;
  });
  const all = await Promise.all(entries);
  return {
    byItem: new Map(all.filter(([, { providers }]) => providers.length > 0)),
    providerUnknown: provider !== undefined && named === undefined,
  };
}

/** A person may authorize what has lapsed of record; a period still ends no earlier than it starts. */
function periodOf(today: LocalDate, days: number, item: ItemFacts, standing: Standing): AuthorizationPeriod {
  const period = authorizationPeriod(today, days, item, standing);
  if (period.end >= period.start) return period;
  return { start: today, end: Temporal.PlainDate.from(today).add({ days }).toString() };
}

function requestedProviders({ matched }: GatheredFacts, { requested }: ItemFacts): readonly Reference[] {
  return requested.map(({ npi, name, kind }) => {
    const reference = matched.parties.get(npi ?? '');
    return {
      ...(reference === undefined ? {} : { reference }),
      type: kind === 'professional' ? 'Practitioner' : 'Organization',
      ...(npi === undefined ? {} : { identifier: { system: npiSystem, value: npi } }),
      display: name,
    };
  });
}

function standingOfRequested({ requested }: ItemFacts): Standing {
  const [first] = requested;
  return first?.kind === 'professional' ? first.standing : standingOfNobody;
}

async function providerOfRecord(
  client: MedplumClient,
  provider: NamedProvider,
  today: LocalDate,
  timeZone: string,
): Promise<ProviderOfRecord | undefined> {
  const record = openRecord(client);
  const npi = 'npi' in provider ? provider.npi : await npiReferred(client, provider.reference);
  const practitioner = npi === undefined ? undefined : await record.practitionerByNpi(npi);
  if (npi !== undefined && practitioner && practitioner.active !== false) {
    const reference = `Practitioner/${practitioner.id}`;
    const roles = (await record.rolesOf(reference)).filter(({ active }) => active !== false);
    return {
      reference: logical('Practitioner', reference, npi, nameInWords(practitioner.name)),
      standing: (on) => standingOf(practitioner, roles, on, record, withoutScreening(today, timeZone)),
    };
  }
  const organization = npi === undefined ? undefined : await record.organizationByNpi(npi);
  if (npi === undefined || !organization) return undefined;
  return {
    reference: logical('Organization', `Organization/${organization.id}`, npi, organization.name),
    standing: async () => standingOfNobody,
  };
}

function logical(
  type: 'Practitioner' | 'Organization',
  reference: string,
  npi: string,
  display = `NPI ${npi}`,
): Reference {
  return { reference, type, identifier: { system: npiSystem, value: npi }, display };
}

/** The NPI of whom a reference leads to; a role leads to who holds it. */
async function npiReferred(client: MedplumClient, reference: string | undefined): Promise<string | undefined> {
  const named = referencedId(reference);
  const options = { cache: 'reload' } as const;
  switch (named?.type) {
    case 'Practitioner':
      return npiOf((await client.searchOne('Practitioner', `_id=${named.id}`, options))?.identifier);
    case 'Organization':
      return npiOf((await client.searchOne('Organization', `_id=${named.id}`, options))?.identifier);
    case 'PractitionerRole': {
      const role = await client.searchOne('PractitionerRole', `_id=${named.id}`, options);
      return npiReferred(client, role?.practitioner?.reference);
    }
    default:
      return undefined;
  }
}
