/**
 * All rows of a list that is read by pages: `read` gives at most `limit` rows after the one it is given, the first ones for
 * `undefined`. Memory holds a page; the next one is read when it's asked for.
 */
export async function* eachRow<R>(
  read: (after: R | undefined) => Promise<readonly R[]>,
  limit: number,
): AsyncGenerator<R, void, undefined> {
  let after: R | undefined;
  for (;;) {
    const page = await read(after);
    yield* page;
    if (page.length < limit) return;
    after = page.at(-1);
  }
}
