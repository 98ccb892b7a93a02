import { ConfigError } from "../config.ts";

/** `90s`, `5m`, `24h`, `7d`. Throws ConfigError. */
export function durationMs(text: string): number {
  const [, number, unit = ""] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const unitMs = unitsMs[unit];
  if (number === undefined || unitMs === undefined) {
    throw new ConfigError(`${text} is no duration: write 90s, 5m, 24h or 7d.`);
  }
  return Number(number) * unitMs;
}

const unitsMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
