const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const stableForm = /^0{8}-0000-4000-8000-\d{12}$/;

/**
 * The ids that the server gives, which differ from run to run, against those in the files: numbered in the order in which
 * they are first seen. Ids that the sender gave stay as they are.
 */
export class Ids {
  readonly #sent: ReadonlySet<string>;
  readonly #stable = new Map<string, string>();
  readonly #given = new Map<string, string>();

  /** @param sent - every text that is sent */
  constructor(sent: readonly string[]) {
    const found = sent.flatMap((text) => text.match(uuid) ?? []);
    this.#sent = new Set(found.filter((id) => !stableForm.test(id)));
  }

  /** A text from the server, with the ids of the files. */
  stable(text: string): string {
    return text.replace(uuid, (id) => (this.#sent.has(id) ? id : this.#numbered(id)));
  }

  /** A text of the files, with the ids of the server. @throws Error for an id that no reply before has told */
  given(text: string): string {
    return text.replace(uuid, (id) => {
      if (!stableForm.test(id)) return id;
      const given = this.#given.get(id);
      if (given === undefined) throw new Error(`${id} is sent before a reply has told it`);
      return given;
    });
  }

  #numbered(id: string): string {
    const known = this.#stable.get(id);
    if (known !== undefined) return known;
    const number = String(this.#stable.size + 1).padStart(12, '0');
    const stable = `00000000-0000-4000-8000-${number}`;
    this.#stable.set(id, stable);
    this.#given.set(stable, id);
    return stable;
  }
}
