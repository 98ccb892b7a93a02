/** How far the cloud's clock is before the browser's, as the top bar has last read it: it can be moved on, and a server may be elsewhere. */
const clock = { aheadMs: 0 };

/** Now, as the cloud has it: what ages and ranges of time are counted from. */
export function cloudNowMs(): number {
  return Date.now() + clock.aheadMs;
}

export function setCloudNow(nowMs: number): void {
  clock.aheadMs = nowMs - Date.now();
}
