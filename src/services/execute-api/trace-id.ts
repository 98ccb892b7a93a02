import type { ServiceHost } from "../service.ts";

/** An `X-Amzn-Trace-Id` for a request that has come without one. */
export function newTrace({ clock, random }: Pick<ServiceHost, "clock" | "random">): string {
  const seconds = Math.floor(clock.nowMs() / 1_000)
    .toString(16)
    .padStart(8, "0");
  return `Root=1-${seconds}-${random.bytes(12).toString("hex")}`;
}

/** The same with whom it came from, as answers tell it; what a client has said of that stays. */
export function withParent(traceId: string, { random }: Pick<ServiceHost, "random">): string {
  return traceId.includes("Parent=") ? traceId : `${traceId};Parent=${random.bytes(8).toString("hex")};Sampled=0`;
}
