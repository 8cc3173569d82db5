/** The store cannot be opened for a reason that its operator can mend; the message says which. */
export class UnusableStoreError extends Error {
  override readonly name: string = 'UnusableStoreError';
}
