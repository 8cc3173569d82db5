import type { CodeableConcept } from '@medplum/fhirtypes';
import { codesOf } from '../../fhir/elements.ts';
import { loincCodes, medicalRecord, questionnaireCode, reportTypeCodes } from './codes.ts';

/**
 * One document that is asked for, in one of the styles of PAS: by kind of report (PWK01), by LOINC attachment code, or by the
 * payer's questionnaire. Words alone ask for a medical record; the words say which.
 */
export interface RequestedDocument {
  readonly style: 'words' | 'report-type' | 'attachment' | 'questionnaire';
  readonly code: CodeableConcept;
  readonly words: string;
}

export function askedInWords(words: string): RequestedDocument {
  return { style: 'words', code: { ...medicalRecord, text: words }, words };
}

/** @returns undefined when the concept holds neither a LOINC code nor one of X12 755 */
export function askedByCode(code: CodeableConcept): RequestedDocument | undefined {
  const [loinc] = codesOf(code, loincCodes);
  const [reportType] = codesOf(code, reportTypeCodes);
  if (loinc === questionnaireCode)
    return { style: 'questionnaire', code, words: wordsOf(code, 'the answers to the plan’s questionnaire') };
  if (loinc !== undefined && isLoinc(loinc))
    return { style: 'attachment', code, words: wordsOf(code, `LOINC ${loinc}`) };
  if (reportType === undefined || !/^[A-Z0-9]{2}$/.test(reportType)) return undefined;
  return { style: 'report-type', code, words: wordsOf(code, `report type ${reportType}`) };
}

/** Digits with the check digit of LOINC (Luhn's, behind the hyphen). */
export function isLoinc(code: string): boolean {
  const match = /^(\d{1,7})-(\d)$/.exec(code);
  if (!match) return false;
  const [, digits = '', check] = match;
  const sum = [...digits].toReversed().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return String((10 - (sum % 10)) % 10) === check;
}

function wordsOf({ text, coding = [] }: CodeableConcept, otherwise: string): string {
  const display = text ?? coding.find((each) => each.display !== undefined)?.display;
  return display === undefined ? otherwise : display;
}
