/**
 * R4's definitions as `packDefinitions` makes them: JSON, gzipped, in base64. Empty here, where they are read from the
 * package; in the bundle of a bot, which can read no files, this module is replaced.
 */
export const packedDefinitions: string = '';
