import { isJson, type Json } from './json.ts';
import type { Problem } from './problem.ts';
import type { Walk, Whereabouts } from './walk.ts';

/** Is each extension of an element known, in its place, and after its own definition? Those of our own base are held elsewhere. */
export function extensionProblems(
  parent: Json,
  known: ReadonlySet<unknown>,
  where: Whereabouts,
  walk: Walk,
): readonly Problem[] {
  const present = [parent.extension, parent.modifierExtension].flat().filter(isJson);
  return present.flatMap((extension) => oneExtension(extension, known, where, walk));
}

function oneExtension(
  extension: Json,
  known: ReadonlySet<unknown>,
  where: Whereabouts,
  walk: Walk,
): readonly Problem[] {
  const url = String(extension.url);
  if (url.startsWith(`${walk.ownBase}/`) || (!url.includes(':') && known.has(url))) return [];
  const at = `${where.path}.extension(${url.slice(url.lastIndexOf('/') + 1)})`;
  const own = walk.definitions.structure(url);
  if (!own) return known.has(url) || walk.elsewhere.includes(url) ? [] : [{ at, text: 'is unknown' }];
  const places = [
    where.path,
    where.type,
    'Element',
    ...(where.path.includes('.') ? [] : ['DomainResource', 'Resource']),
  ];
  const isAllowed =
    own.contexts.some((context) => places.includes(context)) ||
    (where.extension !== undefined && own.within.includes(where.extension)) ||
    walk.defects.some((defect) => defect.extension === url && defect.at === where.path);
  return [
    ...(isAllowed ? [] : [{ at, text: `is not allowed here, only at ${own.contexts.join(', ')}` }]),
    ...walk.below(extension, own, 'Extension', { path: `${where.path}.extension`, type: 'Extension', extension: url }),
  ];
}
