import { useStored } from "../live/stored.ts";

export interface TimeZone {
  readonly isUtc: boolean;
  readonly setUtc: (isUtc: boolean) => void;
  /** How far the browser's time is before UTC. */
  readonly offsetMinutes: (date?: Date) => number;
}

/** Whether times of logs and graphs are shown in UTC or in the browser's own zone; kept by this browser. */
export function useTimeZone(): TimeZone {
  const [zone, setZone] = useStored<"local" | "utc">("time.zone", "local");
  return {
    isUtc: zone === "utc",
    setUtc: (isUtc) => setZone(isUtc ? "utc" : "local"),
    offsetMinutes: (date = new Date()) => -date.getTimezoneOffset(),
  };
}
