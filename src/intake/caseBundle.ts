import type { Bundle, BundleEntry, Claim, ClaimResponse, Reference, Task } from '@medplum/fhirtypes';
import { evidenceExtension } from '../fhir/evidence.ts';
import { readRequest } from '../pas/reading/readRequest.ts';
import type { Determination, ItemDetermination } from '../policy/determination.ts';
import { answered, bareClaim, caseClaim } from './case/caseClaim.ts';
import { caseDeadlines } from './case/caseDeadlines.ts';
import { caseEvidence } from './case/caseEvidence.ts';
import type { CaseInput } from './case/caseInput.ts';
import { caseProvenance } from './case/caseProvenance.ts';
import { caseResponse } from './case/caseResponse.ts';
import { fittingBundle } from './case/fittingBundle.ts';
import { caseTasks } from './caseTasks.ts';
import { evidenceDocument, witnessed } from './evidenceDocument.ts';
import { closedByAnswer } from './hold.ts';
import { itemNumber } from './keys.ts';
import { channelOf, type Receipt, receiptKey, receivedAt, withBinary } from './receipt.ts';
import { create, update } from './transactionEntries.ts';
import { type OpinionsSought, opinionsSought } from './undecided/opinionSought.ts';
import { updateEntries } from './updates/updatedCase.ts';

/**
 * The one transaction that makes an answer stand: plain creates, and the receipt completed under `ifMatch`. Every number
 * and identifier in it is derived from the receipt's key, so a repeated run writes the same. What it cannot hold is kept as
 * Binaries first.
 */
export async function caseBundle(input: CaseInput): Promise<Bundle> {
  const { receipt, origin, determination, settings, held } = input;
  const caseKey = receiptKey(receipt);
  const deadlines = caseDeadlines(input);
  const claim: Claim = answered(origin?.resourceType === 'Claim' ? origin : caseClaim(input));
  const claimUrl = origin?.resourceType === 'Claim' ? `Claim/${origin.id}` : localUrl();
  const responseUrl = localUrl();
  const evidenceUrl = localUrl();
  const numbers = itemNumbers(determination, caseKey);
  const created = receivedAt(receipt).toString({ smallestUnit: 'second', timeZone: settings.calendar.timeZone });
  const stated = caseResponse(input, { deadlines, claimUrl, numbers, created });
  const response: ClaimResponse = {
    ...stated,
    extension: [...(stated.extension ?? []), evidenceExtension(evidenceUrl)],
  };
  const evidence = caseEvidence(input, { deadlines, patient: response.patient, responseUrl, numbers });
  const basedOn: readonly Reference[] = [
    { reference: origin?.resourceType === 'ServiceRequest' ? `ServiceRequest/${origin.id}` : claimUrl },
  ];
  const sought = soughtIn(input);
  const channel = channelOf(receipt);
  const opened: readonly Task[] = deadlines
    ? caseTasks({
        determination,
        deadlines,
        decided: receivedAt(receipt),
        calendar: settings.calendar,
        caseKey,
        basedOn,
        focus: { reference: responseUrl },
        evidence: { reference: evidenceUrl },
        patient: response.patient,
        providerIsTold: input.synchronous && channel === 'pas-submit',
        identifyMember: channel !== 'pas-submit',
        sought,
        undecided: input.undecided,
      })
    : [];
  const place = { response, responseUrl, basedOn, caseKey, at: created, opened, deadlines, sought };
  const updates = determination.error ? undefined : input.update;
  const provenance = caseProvenance(input, [claimUrl, responseUrl], witnessed(evidence, evidenceUrl));
  return fittingBundle(input, evidence.bytes, ({ evidenceIn, messageIn, isBare = false }) => {
    const work = updates ? updateEntries(updates, place, isBare) : { created: opened, entries: [] };
    const ofRecord = messageIn === undefined ? receipt : withBinary(receipt, messageIn);
    return {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        ...claimEntries(claim, claimUrl, origin, isBare),
        ...(origin?.resourceType === 'ServiceRequest' ? [update(answered(origin), origin)] : []),
        create(response, responseUrl),
        create(evidenceDocument(evidence, evidenceIn), evidenceUrl),
        ...work.created.map((task) => create(task)),
        create(provenance),
        ...work.entries,
        ...(held ? [update(closedByAnswer(held), held)] : []),
        update(completed(ofRecord, responseUrl), receipt),
      ],
    };
  });
}

/** A Claim of the store is there already; where the transaction has no room for it, it is tagged afterwards. */
function claimEntries(
  claim: Claim,
  claimUrl: string,
  origin: CaseInput['origin'],
  isBare: boolean,
): readonly BundleEntry[] {
  if (origin?.resourceType !== 'Claim') return [create(isBare ? bareClaim(claim) : claim, claimUrl)];
  return isBare ? [] : [update(claim, origin)];
}

function localUrl(): string {
  return `urn:uuid:${crypto.randomUUID()}`;
}

function itemNumbers(determination: Determination, key: string): ReadonlyMap<number, string> {
  const numberOf = ({ sequence, action }: ItemDetermination) =>
    itemNumber(action === 'A1' ? 'AUTH' : 'REF', key, sequence);
  return new Map(determination.items.map((item) => [item.sequence, numberOf(item)]));
}

/** What every item seeks, those too that an update leaves as they were. */
function soughtIn({ gathered, update: changes, settings }: CaseInput): OpinionsSought {
  const { prior } = changes?.plan ?? {};
  const before = prior ? readRequest(prior.submission, settings.calendar.timeZone).items : [];
  return opinionsSought(gathered.matched.patient, [...before, ...gathered.facts.items]);
}

function completed({ statusReason: _held, ...receipt }: Receipt, responseUrl: string): Receipt {
  return { ...receipt, status: 'completed', about: [...(receipt.about ?? []), { reference: responseUrl }] };
}
