import { useContext } from "react";
import { type Question, useConfirm } from "./confirm.tsx";
import { GatherContext } from "./gather.ts";
import { useNotify } from "./notifications.tsx";

/** What the user is told afterwards. */
export interface Outcome<R> {
  readonly done: string | ((result: R) => string);
  readonly failed: string;
  /** What was shown may be another now, also after a failure: some of several may be gone. */
  readonly onChange?: () => void;
}

type Confirmed = <R>(question: Question, work: () => Promise<R>, outcome: Outcome<R>) => Promise<boolean>;

/** Asks, does, and tells. Answers whether it was done. */
export function useConfirmed(): Confirmed {
  const confirm = useConfirm();
  const notify = useNotify();
  const gather = useContext(GatherContext);
  return async (question, work, { done, failed, onChange }) => {
    // One of several: it is asked together with them.
    if (gather.current) {
      const { current } = gather;
      return new Promise((settle) => current.push({ question, run: work, onChange, settle }));
    }
    if (!(await confirm(question))) return false;
    try {
      const result = await work();
      notify.success(typeof done === "string" ? done : done(result));
      return true;
    } catch (error) {
      notify.error(failed, error);
      return false;
    } finally {
      onChange?.();
    }
  };
}
