import { useCallback, useEffect, useRef, useState } from "react";
import { type Live, type LiveOptions, useLive } from "./use-live.ts";

/** A list of which no more is read than is shown, and one row, by which the table knows that there is another page. */
export interface LiveList<T> extends Live<readonly T[]> {
  /** There is more on the server than was read. */
  readonly hasMore: boolean;
  /** Reads on until there are so many; infinite for all, as for a search or an order of the user's. */
  readonly need: (count: number) => void;
}

/** What an operation answers: some rows, and where the next begin. */
export interface ListPart<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** More than a user reads. */
const mostItems = 10_000;
const usualCount = 26;
const usualPauseMs = 900;
/** So many times as long as it took to read a list it rests, so that a long one does not keep the server busy. */
const restsFor = 10;

/**
 *     const things = useLiveList("iot/things", async (nextToken, abortSignal) => {
 *       const { things = [], nextToken: next } = await client.send(new ListThingsCommand({ nextToken, maxResults: 250 }), { abortSignal });
 *       return { items: things, next };
 *     });
 */
export function useLiveList<T>(
  key: string,
  readPart: (next: string | undefined, abortSignal: AbortSignal) => Promise<ListPart<T>>,
  options: Omit<LiveOptions<unknown>, "everyMs"> = {},
): LiveList<T> {
  const [wanted, setWanted] = useState({ key, count: usualCount });
  const count = wanted.key === key ? wanted.count : usualCount;
  const latestCount = useRef(count);
  latestCount.current = count;
  const tookMs = useRef(0);
  const live = useLive(
    key,
    async (abortSignal) => {
      const beganMs = performance.now();
      const items: T[] = [];
      let next: string | undefined;
      do {
        const part = await readPart(next, abortSignal);
        abortSignal.throwIfAborted();
        items.push(...part.items);
        ({ next } = part);
      } while (next !== undefined && items.length < Math.min(latestCount.current, mostItems));
      tookMs.current = performance.now() - beganMs;
      return { items, hasMore: next !== undefined && items.length < mostItems };
    },
    { ...options, everyMs: () => Math.max(usualPauseMs, tookMs.current * restsFor) },
  );
  const { data, refresh } = live;
  const isShort = data?.hasMore === true && data.items.length < count;
  const need = useCallback(
    (more: number) =>
      setWanted((before) => (before.key === key && before.count >= more ? before : { key, count: more })),
    [key],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: more is wanted than before.
  useEffect(() => {
    if (isShort) refresh();
  }, [isShort, count, refresh]);
  return {
    ...live,
    data: data?.items,
    hasMore: data?.hasMore ?? false,
    need,
  };
}
