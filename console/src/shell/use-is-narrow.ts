import { useSyncExternalStore } from "react";

const narrow = () => window.matchMedia("(width < 700px)");

/** A telephone's width: lists of sections become a menu. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const query = narrow();
      query.addEventListener("change", onChange);
      return () => query.removeEventListener("change", onChange);
    },
    () => narrow().matches,
  );
}
