import { createContext } from "react";
import type { Question } from "./confirm.tsx";

/** A question that has not been asked: it is one of several. */
export interface Gathered {
  readonly question: Question;
  readonly run: () => Promise<unknown>;
  readonly onChange: (() => void) | undefined;
  /** Tells whoever wanted to ask whether it was done. */
  readonly settle: (isDone: boolean) => void;
}

/** While it holds a list, questions are put there instead of before the user. */
export const GatherContext = createContext<{ current: Gathered[] | undefined }>({ current: undefined });
