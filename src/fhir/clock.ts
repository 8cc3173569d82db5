import type { Extension } from '@medplum/fhirtypes';
import { type Calendar, type Clock, clockWorkBy, type Deadlines } from '../deadlines/index.ts';
import { ownBase } from './systems.ts';

export const clockUrl = `${ownBase}/StructureDefinition/clock`;
export const workByUrl = `${ownBase}/StructureDefinition/work-by`;

/** A clock as an extension. */
export function clockExtension({ id, basis, due, explanation }: Clock, governing: boolean): Extension {
  return {
    url: clockUrl,
    extension: [
      { url: 'id', valueCode: id },
      { url: 'basis', valueString: basis },
      { url: 'due', valueDateTime: due },
      { url: 'explanation', valueString: explanation },
      { url: 'governing', valueBoolean: governing },
    ],
  };
}

/** The one clock of a notice, and by when to work. */
export function noticeExtensions(clock: Clock, calendar: Calendar): readonly Extension[] {
  return [clockExtension(clock, true), { url: workByUrl, valueDateTime: clockWorkBy(clock, calendar) }];
}

/** Every clock of a request, and by when to work. */
export function deadlineExtensions({ clocks, governing }: Deadlines): readonly Extension[] {
  return [
    ...clocks.map((clock) => clockExtension(clock, clock.id === governing.id)),
    { url: workByUrl, valueDateTime: governing.workBy },
  ];
}
