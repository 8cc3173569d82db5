/** A literal reference inside a resource. */
export interface FoundReference {
  /** FHIRPath of the Reference: `Practitioner.qualification[0].issuer`. */
  readonly expression: string;
  readonly reference: string;
}

/** Every literal reference of a resource but those to its own contained resources. */
export function findReferences(resource: { readonly resourceType: string }): FoundReference[] {
  const found: FoundReference[] = [];
  walk(resource, resource.resourceType, (reference, expression) => {
    found.push({ reference, expression });
    return reference;
  });
  return found;
}

/** A copy of `resource` in which `rewrite` replaced every literal reference; the rest is the same. */
export function rewriteReferences<T extends { readonly resourceType: string }>(
  resource: T,
  rewrite: (reference: string) => string,
): T {
  return walk(resource, resource.resourceType, rewrite) as T;
}

function walk(value: unknown, path: string, visit: (reference: string, expression: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item, index) => walk(item, `${path}[${index}]`, visit));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [
      name,
      name === 'reference' && typeof child === 'string' && !child.startsWith('#')
        ? visit(child, path)
        : walk(child, `${path}.${name}`, visit),
    ]),
  );
}

/** `Type/id` at the end of a relative or absolute reference, whatever version it names; undefined for anything else. */
export function referenceKey(reference: string): string | undefined {
  return /(?:^|\/)([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/.exec(reference)?.[1];
}

/** What `Type?identifier=system|value` asks for, or undefined when `reference` is not of that form. */
export function conditionalReference(reference: string): { type: string; token: string } | undefined {
  const [, type, query] = /^([A-Z][A-Za-z]+)\?([^&]+)$/.exec(reference) ?? [];
  const token = new URLSearchParams(query).get('identifier');
  return type && token ? { type, token } : undefined;
}
