import { toDecimal, type Value } from "../value.ts";
import { formatTime } from "./format-time.ts";
import { readTime } from "./read-time.ts";
import type { SqlFunction } from "./sql-function.ts";

export const timeFunctions: Readonly<Record<string, SqlFunction>> = {
  parse_time: {
    least: 2,
    most: 3,
    isLater: true,
    apply: ([pattern, time, zone = "UTC"]) => {
      const ms = toDecimal(time);
      if (typeof pattern !== "string" || typeof zone !== "string" || ms === undefined || ms === null) return undefined;
      return formatTime(pattern, Math.floor(Number(ms)), zone);
    },
  },
  time_to_epoch: {
    least: 2,
    most: 2,
    isLater: true,
    apply: ([text, pattern]): Value =>
      typeof text === "string" && typeof pattern === "string" ? readTime(text, pattern) : undefined,
  },
  timestamp: { least: 0, most: 0, apply: (_args, { nowMs }) => nowMs },
};
