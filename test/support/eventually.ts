import { setTimeout as delay } from "node:timers/promises";

/** Asks again until the answer is not undefined: for what another process does in its own time. Fails after `withinMs`. */
export async function eventually<T>(ask: () => Promise<T | undefined>, what: string, withinMs = 20_000): Promise<T> {
  const endMs = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > endMs) throw new Error(`waited ${withinMs} ms in vain for ${what}`);
    await delay(25);
  }
}
