/**
 * A function whose code is read when it is first called: what nobody calls costs neither start-up time nor memory. Calls that come meanwhile wait
 * for the same code; from then on it is called directly, without a promise between. Code that could not be read is asked for anew by the next call.
 *
 * `load` is `async () => (await import("./it.ts")).it`. At most four arguments go through: a rest parameter would make an array for each call.
 */
export function whenCalled<
  Called extends (first: never, second: never, third: never, fourth: never) => Promise<unknown>,
>(load: () => Promise<Called>): Called {
  type Call = (first: unknown, second: unknown, third: unknown, fourth: unknown) => Promise<unknown>;
  let loaded: Call | undefined;
  let loading: Promise<Call> | undefined;
  const loadOnce = async () => {
    try {
      loaded = (await load()) as unknown as Call;
      return loaded;
    } finally {
      loading = undefined;
    }
  };
  const call: Call = (first, second, third, fourth) => {
    if (loaded) return loaded(first, second, third, fourth);
    loading ??= loadOnce();
    return loading.then((run) => run(first, second, third, fourth));
  };
  return call as unknown as Called;
}
