import {
  CloudWatchLogsClient,
  type LiveTailSessionLogEvent,
  StartLiveTailCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { useCallback, useEffect, useRef, useState } from "react";
import { useClient } from "../../../shell/session-provider.tsx";

export interface TailedEvent extends LiveTailSessionLogEvent {
  readonly id: number;
}

export interface LiveTail {
  readonly events: readonly TailedEvent[];
  readonly isRunning: boolean;
  readonly error: unknown;
  readonly start: (groupArns: readonly string[], pattern: string) => void;
  readonly stop: () => void;
  readonly clear: () => void;
}

/** The newest; older ones are in the log. */
const mostEvents = 2_000;

/** Follows log groups by StartLiveTail, whose answer is a stream that goes on until it is stopped or the page is left. */
export function useLiveTail(): LiveTail {
  const client = useClient(CloudWatchLogsClient);
  const [events, setEvents] = useState<readonly TailedEvent[]>([]);
  const [state, setState] = useState<{ isRunning: boolean; error?: unknown }>({ isRunning: false });
  const abort = useRef<AbortController>(undefined);
  const nextId = useRef(0);
  const stop = useCallback(() => {
    abort.current?.abort();
    setState({ isRunning: false });
  }, []);
  useEffect(() => () => abort.current?.abort(), []);

  const start = useCallback(
    async (groupArns: readonly string[], pattern: string) => {
      abort.current?.abort();
      const controller = new AbortController();
      abort.current = controller;
      setState({ isRunning: true });
      try {
        const { responseStream } = await client.send(
          new StartLiveTailCommand({
            logGroupIdentifiers: [...groupArns],
            logEventFilterPattern: pattern || undefined,
          }),
          { abortSignal: controller.signal },
        );
        for await (const { sessionUpdate } of responseStream ?? []) {
          if (controller.signal.aborted) return;
          const arrived = (sessionUpdate?.sessionResults ?? []).map((event) => ({ ...event, id: nextId.current++ }));
          if (arrived.length > 0) setEvents((before) => [...before, ...arrived].slice(-mostEvents));
        }
        if (!controller.signal.aborted) setState({ isRunning: false });
      } catch (error) {
        if (!controller.signal.aborted) setState({ isRunning: false, error });
      }
    },
    [client],
  );
  return { events, ...state, error: state.error, start, stop, clear: useCallback(() => setEvents([]), []) };
}
