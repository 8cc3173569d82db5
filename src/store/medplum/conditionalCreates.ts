/**
 * A fetch that sends conditional creates one after another, and everything else at once. The server searches and creates in
 * one serializable transaction, and two of these at a time conflict whatever they are about: it would carry out one of them
 * twice, after a pause, or refuse it. Other processes' are still at once with ours; those that conflict are repeated.
 */
export function conditionalCreatesInTurn(send: typeof fetch): typeof fetch {
  let last: Promise<unknown> = Promise.resolve();
  return (input, init) => {
    if (!new Headers(init?.headers).has('if-none-exist')) return send(input, init);
    const sent = last.then(() => send(input, init));
    last = sent.catch(() => {});
    return sent;
  };
}
