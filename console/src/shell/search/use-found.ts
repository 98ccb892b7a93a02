import { useEffect, useState } from "react";
import type { FoundResource } from "../console-service.ts";
import type { Find } from "./find.ts";

/** What is called so, a moment after the typing has paused. `onAsk` is told of the question. */
export function useFound(
  text: string,
  find: Find,
  onAsk: (found: Promise<readonly FoundResource[]>) => void = () => {},
): { readonly resources: readonly FoundResource[]; readonly isAsking: boolean } {
  const [resources, setResources] = useState<readonly FoundResource[]>([]);
  const [isAsking, setAsking] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: who is told does not ask again.
  useEffect(() => {
    setResources([]);
    setAsking(text !== "");
    if (text === "") return;
    const abort = new AbortController();
    // Not for every letter of a word.
    const timer = window.setTimeout(() => {
      const found = find(text, abort.signal);
      onAsk(found);
      void found.then((hits) => {
        if (abort.signal.aborted) return;
        setResources(hits);
        setAsking(false);
      });
    }, 150);
    return () => {
      window.clearTimeout(timer);
      abort.abort();
    };
  }, [text, find]);
  return { resources, isAsking };
}
