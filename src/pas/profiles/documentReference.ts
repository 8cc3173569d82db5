import { r4Codes } from './bindings.ts';
import { profileUrl } from './canonicals.ts';
import type { Profile } from './profile.ts';

/** The document itself comes along: a plan cannot fetch it from the sender. @see StructureDefinition/profile-documentreference of PAS 2.2.1 */
export const DOCUMENT_REFERENCE: Profile = {
  url: profileUrl.documentReference,
  type: 'DocumentReference',
  rules: [
    {
      at: 'status',
      codes: r4Codes('document-reference-status', 'current superseded entered-in-error'),
      text: 'A document has a status.',
    },
    { at: 'type', min: 1, text: 'A document has a type: what kind of document it is.' },
    { at: 'category', min: 1, text: 'A document has a category.' },
    { at: 'subject', min: 1, text: 'A document names whom it is about as subject.' },
    { at: 'content.attachment.data', min: 1, text: 'The content of a document is in attachment.data, as base64.' },
    {
      at: 'content.attachment.url',
      max: 0,
      text: 'The content of a document is in attachment.data, not behind a url.',
    },
    { at: 'context.encounter', max: 1, text: 'A document belongs to one encounter at most.' },
  ],
};
