import type { ContinuousBackupsDescription } from "@aws-sdk/client-dynamodb";
import type { Table } from "../tables/table.ts";

const dayMs = 24 * 60 * 60_000;
/** The latest time that AWS restores to is some minutes ago. Source: "Point-in-time backups for DynamoDB". */
const latestAgoMs = 5 * 60_000;
/** Source: "UpdateContinuousBackups", *RecoveryPeriodInDays*. */
export const recoveryDays = { least: 1, most: 35 } as const;

/** The times that a table can be restored to; undefined where nothing is kept for it. */
export function recoveryWindow(
  { recovery }: Table,
  nowMs: number,
): { earliestMs: number; latestMs: number } | undefined {
  if (!recovery) return undefined;
  const earliestMs = Math.max(recovery.sinceMs, nowMs - recovery.days * dayMs);
  return { earliestMs, latestMs: Math.max(earliestMs, nowMs - latestAgoMs) };
}

/** Backups that AWS always has are enabled for every table. */
export function toContinuousBackups(table: Table, nowMs: number): ContinuousBackupsDescription {
  const window = recoveryWindow(table, nowMs);
  return {
    ContinuousBackupsStatus: "ENABLED",
    PointInTimeRecoveryDescription: window
      ? {
          PointInTimeRecoveryStatus: "ENABLED",
          RecoveryPeriodInDays: table.recovery?.days,
          EarliestRestorableDateTime: new Date(window.earliestMs),
          LatestRestorableDateTime: new Date(window.latestMs),
        }
      : { PointInTimeRecoveryStatus: "DISABLED" },
  };
}
