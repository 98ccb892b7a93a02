import { useCallback, useEffect, useRef, useState } from "react";
import { isNotImplemented } from "../aws/errors.ts";
import { isSame } from "./is-same.ts";
import { serverIsBack } from "./server-is-back.ts";

/** What a page shows of something on the server, kept up to date while the page is visible. */
export interface Live<T> {
  readonly data: T | undefined;
  /** Of the last attempt; `data` stays what was read before. */
  readonly error: unknown;
  readonly isLoading: boolean;
  /** Reads at once, after the page itself has changed something. */
  readonly refresh: () => void;
}

export interface LiveOptions<T> {
  /** Pause between an answer and the next question, which may depend on the answer. Infinite: only `refresh` asks again. */
  readonly everyMs?: number | ((data: T | undefined) => number);
  readonly enabled?: boolean;
}

/** A new state shows within a second. */
const usualPauseMs = 900;
const longestPauseMs = 15_000;

/**
 * Asks for what `key` names, again and again; a changed key starts over. A hidden page does not ask, a failing server is asked ever
 * less often, and an operation that the server does not have is asked once.
 */
export function useLive<T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
  options: LiveOptions<T> = {},
): Live<T> {
  const { everyMs = usualPauseMs, enabled = true } = options;
  const [state, setState] = useState<LiveState<T>>({ key, isLoading: enabled });
  const latestLoad = useRef(load);
  latestLoad.current = load;
  const latestPause = useRef(everyMs);
  latestPause.current = everyMs;
  const ask = useRef<() => void>(() => {});

  useEffect(() => {
    if (!enabled) return;
    const abort = new AbortController();
    let timer: number | undefined;
    let failures = 0;
    let asked = 0;
    const question = async () => {
      window.clearTimeout(timer);
      const number = ++asked;
      let data: T | undefined;
      try {
        data = await latestLoad.current(abort.signal);
        if (abort.signal.aborted || number !== asked) return;
        failures = 0;
        const found = data;
        setState((before) => withData(before, key, found));
      } catch (error) {
        if (abort.signal.aborted || number !== asked) return;
        failures += 1;
        setState((before) => ({ key, data: before.key === key ? before.data : undefined, error, isLoading: false }));
        if (isNotImplemented(error)) return;
      }
      const { current: pause } = latestPause;
      const pauseMs = typeof pause === "function" ? pause(data) : pause;
      if (!Number.isFinite(pauseMs)) return;
      timer = window.setTimeout(
        askIfVisible,
        failures > 0 ? Math.min(pauseMs * 2 ** failures, longestPauseMs) : pauseMs,
      );
    };
    const askIfVisible = () => {
      if (document.visibilityState === "visible") void question();
    };
    ask.current = () => void question();
    void question();
    document.addEventListener("visibilitychange", askIfVisible);
    const askAgain = () => {
      if (failures > 0) void question();
    };
    window.addEventListener(serverIsBack, askAgain);
    return () => {
      abort.abort();
      window.clearTimeout(timer);
      document.removeEventListener("visibilitychange", askIfVisible);
      window.removeEventListener(serverIsBack, askAgain);
    };
  }, [key, enabled]);

  const refresh = useCallback(() => ask.current(), []);
  const isCurrent = state.key === key;
  return {
    data: isCurrent ? state.data : undefined,
    error: isCurrent ? state.error : undefined,
    isLoading: enabled && (!isCurrent || state.isLoading),
    refresh,
  };
}

interface LiveState<T> {
  readonly key: string;
  readonly data?: T;
  readonly error?: unknown;
  readonly isLoading: boolean;
}

function withData<T>(before: LiveState<T>, key: string, data: T): LiveState<T> {
  const isUnchanged =
    before.key === key && !before.isLoading && before.error === undefined && isSame(before.data, data);
  return isUnchanged ? before : { key, data, error: undefined, isLoading: false };
}
