import type { ClaimResponse, ClaimResponseAddItem, Extension, Reference } from '@medplum/fhirtypes';
import { extensionOf, extensionsOf } from '../../fhir/elements.ts';
import { pasExtension } from '../codes.ts';
import type { AnswerItem } from './decided.ts';
import { reviewActionOf } from './decidedItems.ts';
import { certificationNumberOf, eventNumber, submittedAdjudication } from './reviewAction.ts';

/** What an answer says of the request as a whole. */
export interface EventLevel {
  readonly extension: readonly Extension[];
  readonly adjudication?: NonNullable<ClaimResponse['adjudication']>;
}

interface Certified {
  readonly number: string | undefined;
  readonly providers: readonly Extension[];
}

/**
 * The request as a whole is certified when each of its items is, or something in its place: then the provider whom all of it is
 * for, and the one number under which it stands, are told for the whole too. What differs from item to item is not.
 * @see PAS 2.2.1 profile-claimresponse: authorizedProvider, adjudication.reviewAction (its number alone, as PAS 2.2.1 has no
 * place for the code there)
 */
export function eventLevel({ item = [], addItem = [] }: Pick<ClaimResponse, 'item' | 'addItem'>): EventLevel {
  const certified = item.flatMap((each) => certifiedOf(each, addItem) ?? []);
  const [first] = certified;
  if (first === undefined || certified.length < item.length) return { extension: [] };
  const numbers = new Set(certified.map(({ number }) => number));
  const whom = new Set(certified.map(({ providers }) => providers.map(identifierOf).join()));
  return {
    extension: whom.size === 1 ? first.providers.map(ofWhole) : [],
    ...(numbers.size === 1 && first.number !== undefined
      ? { adjudication: [{ extension: [eventNumber(first.number)], category: submittedAdjudication }] }
      : {}),
  };
}

function certifiedOf(item: AnswerItem, added: readonly ClaimResponseAddItem[]): Certified | undefined {
  const action = reviewActionOf(item);
  if (action === 'A1') {
    return { number: certificationNumberOf(item), providers: extensionsOf(item, pasExtension.itemAuthorizedProvider) };
  }
  const instead = added.find(({ itemSequence }) => itemSequence?.includes(item.itemSequence));
  if (action !== 'A6' || !instead) return undefined;
  return { number: certificationNumberOf(instead), providers: (instead.provider ?? []).map(ofAddedItem) };
}

function ofAddedItem({ extension = [], ...valueReference }: Reference): Extension {
  return { url: pasExtension.itemAuthorizedProvider, extension: [{ url: 'provider', valueReference }, ...extension] };
}

/** PAS 2.2.1 has a place for the type of a provider on items only. */
function ofWhole({ url, extension }: Extension): Extension {
  return { url, extension: extension?.filter((part) => part.url !== pasExtension.authorizedProviderType) };
}

function identifierOf(provider: Extension): string {
  const identifier = extensionOf(provider, 'provider')?.valueReference?.identifier;
  return `${identifier?.system}|${identifier?.value}`;
}
