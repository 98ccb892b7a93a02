import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";

/** Many calls that belong together. */
export interface LongWork<R> {
  /** "Copying 3 objects" */
  readonly title: string;
  /** Says how far it is, and stops soon after the signal. Answers what it has done until then. */
  readonly run: (report: (progress: Progress) => void, signal: AbortSignal) => Promise<R>;
}

export interface Progress {
  readonly done: number;
  /** Unknown until everything has been listed. */
  readonly all?: number;
}

type Work = <R>(work: LongWork<R>) => Promise<R>;

const LongWorkContext = createContext<Work | undefined>(undefined);

interface Shown {
  readonly title: string;
  readonly progress: Progress;
  readonly isStopping: boolean;
  readonly stop: () => void;
}

/** Shows work of more than a moment, with how far it is and a button that stops it. */
export function LongWorkProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown>();
  const work = useCallback<Work>(async ({ title, run }) => {
    const abort = new AbortController();
    const change = (part: Partial<Shown>) => setShown((before) => before && { ...before, ...part });
    const stop = () => {
      abort.abort();
      change({ isStopping: true });
    };
    setShown({ title, progress: { done: 0 }, isStopping: false, stop });
    try {
      return await run((progress) => change({ progress }), abort.signal);
    } finally {
      setShown(undefined);
    }
  }, []);
  return (
    <LongWorkContext value={work}>
      {children}
      {shown && <WorkDialog {...shown} />}
    </LongWorkContext>
  );
}

export function useLongWork(): Work {
  const work = useContext(LongWorkContext);
  if (!work) throw new Error("useLongWork is used outside the frame.");
  return work;
}

function WorkDialog({ title, progress: { done, all }, isStopping, stop }: Shown) {
  return (
    <Modal
      visible
      header={title}
      onDismiss={stop}
      footer={
        <Box float="right">
          <Button loading={isStopping} loadingText="Stopping" onClick={stop}>
            Stop
          </Button>
        </Box>
      }
    >
      {all === undefined ? (
        <Box>{done} so far</Box>
      ) : (
        <ProgressBar
          value={all === 0 ? 100 : (100 * done) / all}
          label={title}
          description={`${done} of ${all}`}
          ariaLabel={title}
        />
      )}
    </Modal>
  );
}
