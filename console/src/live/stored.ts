import { useCallback, useState } from "react";

/** A setting of this browser, kept in its local storage (or another) under a name of ours; storage that is full or refused only forgets. */
export function useStored<T>(
  name: string,
  initial: T,
  storage: Storage = window.localStorage,
): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => readStored(name, initial, storage));
  const store = useCallback(
    (next: T) => {
      setValue(next);
      writeStored(name, next, storage);
    },
    [name, storage],
  );
  return [value, store];
}

export function readStored<T>(name: string, initial: T, storage: Storage = window.localStorage): T {
  try {
    const text = storage.getItem(`squall.${name}`);
    return text === null ? initial : (JSON.parse(text) as T);
  } catch {
    return initial;
  }
}

export function writeStored(name: string, value: unknown, storage: Storage = window.localStorage): void {
  try {
    if (value === undefined) storage.removeItem(`squall.${name}`);
    else storage.setItem(`squall.${name}`, JSON.stringify(value));
  } catch {
    // Full, or refused by the browser's settings: the page works the same, and forgets.
  }
}

/** All whose names begin so. */
export function removeStored(prefix: string, storage: Storage): void {
  for (const name of Object.keys(storage)) if (name.startsWith(`squall.${prefix}`)) storage.removeItem(name);
}
