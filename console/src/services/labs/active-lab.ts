import { useSyncExternalStore } from "react";
import { readStored, writeStored } from "../../live/stored.ts";

/** The lab that the user is at, in this browser: its steps go along on every page. */
export function useActiveLab(): string | undefined {
  return useSyncExternalStore(subscribe, readActive);
}

export function setActiveLab(name: string | undefined): void {
  if (readActive() === name) return;
  writeStored(key, name);
  window.dispatchEvent(new Event(changed));
}

const key = "labs.active";
const changed = "squall:active-lab";

function readActive(): string | undefined {
  return readStored<string | undefined>(key, undefined);
}

/** Other tabs tell by the storage itself. */
function subscribe(onChange: () => void): () => void {
  window.addEventListener(changed, onChange);
  window.addEventListener("storage", onChange);
  return () => {
    window.removeEventListener(changed, onChange);
    window.removeEventListener("storage", onChange);
  };
}
