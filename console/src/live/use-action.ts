import { useCallback, useRef, useState } from "react";

/** Something the user starts: it runs once at a time, and says that it runs and how it failed. */
export interface Action<A extends unknown[]> {
  readonly run: (...args: A) => Promise<boolean>;
  readonly isRunning: boolean;
  readonly error: unknown;
  readonly clear: () => void;
}

/** `run` answers whether it worked; a failure is in `error`, and handed to `onError`. */
export function useAction<A extends unknown[]>(
  work: (...args: A) => Promise<unknown>,
  onError?: (error: unknown) => void,
): Action<A> {
  const [state, setState] = useState<{ isRunning: boolean; error?: unknown }>({ isRunning: false });
  const latest = useRef({ work, onError, isRunning: false });
  latest.current.work = work;
  latest.current.onError = onError;

  const run = useCallback(async (...args: A) => {
    if (latest.current.isRunning) return false;
    latest.current.isRunning = true;
    setState({ isRunning: true });
    try {
      await latest.current.work(...args);
      setState({ isRunning: false });
      return true;
    } catch (error) {
      setState({ isRunning: false, error });
      latest.current.onError?.(error);
      return false;
    } finally {
      latest.current.isRunning = false;
    }
  }, []);
  const clear = useCallback(() => setState({ isRunning: false }), []);
  return { run, isRunning: state.isRunning, error: state.error, clear };
}
