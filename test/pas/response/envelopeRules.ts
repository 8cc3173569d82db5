import { isDeepStrictEqual } from 'node:util';
import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { references } from '../../examples/examples.ts';
import { differ, type ResponseRule } from './responseRules.ts';

const entriesOf = (bundle: Bundle): readonly BundleEntry[] => bundle.entry ?? [];

/** @see profile-pas-response-bundle of PAS 2.2.1, spec-30, spec-31, spec-33 */
export const envelopeRules: readonly ResponseRule[] = [
  {
    title: 'the first entry is the ClaimResponse, and the only one',
    broken: ({ sent }) =>
      entriesOf(sent).flatMap(({ resource }, index) =>
        (resource?.resourceType === 'ClaimResponse') === (index === 0) ? [] : [`entry ${index}`],
      ),
    breakIt: (_response, sent) => void sent.entry?.reverse(),
  },
  {
    title: 'it is a collection that echoes the request’s identifier',
    broken: ({ sent, request }) => [
      ...differ('type', sent.type, 'collection'),
      ...differ('identifier', sent.identifier, request.identifier),
    ],
    breakIt: (_response, sent) => void Reflect.set(sent, 'identifier', { value: 'another' }),
  },
  {
    title: 'its timestamp is the instant of the answer',
    broken: ({ sent, response }) => [
      ...differ('timestamp', sent.timestamp, response.meta?.lastUpdated),
      ...(Number.isNaN(Date.parse(sent.timestamp ?? '')) ? ['no instant'] : []),
    ],
    breakIt: (_response, sent) => void Reflect.deleteProperty(sent, 'timestamp'),
  },
  {
    title: 'every entry has fullUrl and resource, and nothing of other Bundles',
    broken: ({ sent }) =>
      entriesOf(sent).flatMap((entry, index) =>
        differ(`entry ${index}`, Object.keys(entry).sort(), ['fullUrl', 'resource']),
      ),
    breakIt: (_response, sent) => void Reflect.set(entriesOf(sent)[0] ?? {}, 'search', { mode: 'match' }),
  },
  {
    title:
      'the other entries are the request’s own, unchanged, under their fullUrls, each once, the Claim not among them',
    broken: ({ sent, request }) => {
      const echoed = entriesOf(sent).slice(1);
      const foreign = echoed.filter((entry) => {
        const own = entriesOf(request).find(({ fullUrl }) => fullUrl === entry.fullUrl);
        return own?.resource?.resourceType === 'Claim' || !isDeepStrictEqual(own?.resource, entry.resource);
      });
      const twice = echoed.length - new Set(echoed.map(({ fullUrl }) => fullUrl)).size;
      return [...foreign.map(({ fullUrl }) => fullUrl ?? ''), ...(twice > 0 ? [`${twice} twice`] : [])];
    },
    breakIt: (_response, sent) => void sent.entry?.push(entriesOf(sent)[1] ?? {}),
  },
  {
    title: 'every reference but request, and every reference of what is echoed, leads to an entry',
    broken: ({ sent, response: { request: _request, ...response } }) => {
      const named = new Set(entriesOf(sent).map(({ fullUrl }) => fullUrl));
      const all = [
        ...references(response),
        ...entriesOf(sent)
          .slice(1)
          .flatMap(({ resource }) => references(resource)),
      ];
      return all.filter((reference) => !named.has(reference));
    },
    breakIt: (_response, sent) => void sent.entry?.splice(1, 1),
  },
];
