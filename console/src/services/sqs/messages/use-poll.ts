import { type Message, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { useEffect, useRef, useState } from "react";
import { useClient } from "../../../shell/session-provider.tsx";

export interface PollSettings {
  readonly durationSeconds: number;
  readonly mostMessages: number;
}

export const defaultPoll: PollSettings = { durationSeconds: 30, mostMessages: 10 };

/** Receives again and again, by long polls, until the time is up, enough has come, or somebody stops it. */
export interface Poll {
  readonly messages: readonly Message[];
  readonly isPolling: boolean;
  /** Of 100. */
  readonly progress: number;
  readonly receives: number;
  readonly error: unknown;
  readonly start: () => void;
  readonly stop: () => void;
  /** They have been deleted. */
  readonly forget: (gone: readonly Message[]) => void;
}

const longestWaitSeconds = 20;
const tickMs = 250;

export function usePoll(QueueUrl: string, settings: PollSettings): Poll {
  const client = useClient(SQSClient);
  const [messages, setMessages] = useState<readonly Message[]>([]);
  const [progress, setProgress] = useState(0);
  const [receives, setReceives] = useState(0);
  const [error, setError] = useState<unknown>();
  const [isPolling, setPolling] = useState(false);
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  const run = async ({ signal }: AbortController) => {
    const { durationSeconds, mostMessages } = settings;
    const startedMs = performance.now();
    const timer = window.setInterval(() => {
      setProgress(Math.min(100, ((performance.now() - startedMs) / (durationSeconds * 1_000)) * 100));
    }, tickMs);
    let count = 0;
    try {
      while (!signal.aborted && count < mostMessages) {
        const leftSeconds = durationSeconds - (performance.now() - startedMs) / 1_000;
        if (leftSeconds <= 0) break;
        const { Messages = [] } = await client.send(
          new ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: Math.min(10, mostMessages - count),
            WaitTimeSeconds: Math.min(longestWaitSeconds, Math.ceil(leftSeconds)),
            MessageAttributeNames: ["All"],
            MessageSystemAttributeNames: ["All"],
          }),
          { abortSignal: signal },
        );
        count += Messages.length;
        setReceives((before) => before + 1);
        setMessages((before) => merge(before, Messages));
      }
      if (!signal.aborted) setProgress(100);
    } catch (failure) {
      if (!signal.aborted) setError(failure);
    } finally {
      window.clearInterval(timer);
      if (abort.current?.signal === signal) setPolling(false);
    }
  };
  return {
    messages,
    isPolling,
    progress,
    receives,
    error,
    start: () => {
      abort.current?.abort();
      abort.current = new AbortController();
      setError(undefined);
      setProgress(0);
      setReceives(0);
      setPolling(true);
      void run(abort.current);
    },
    stop: () => {
      abort.current?.abort();
      setPolling(false);
    },
    forget: (gone) => setMessages((before) => before.filter((message) => !gone.includes(message))),
  };
}

/** One that has been received again is shown once, with its newest handle. */
function merge(before: readonly Message[], found: readonly Message[]): readonly Message[] {
  const ids = new Set(found.map(({ MessageId }) => MessageId));
  return [...before.filter(({ MessageId }) => !ids.has(MessageId)), ...found];
}
