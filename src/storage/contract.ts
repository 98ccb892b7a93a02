import { describe } from "node:test";
import { describeGroups } from "./contract/groups.ts";
import { describeLifecycle } from "./contract/lifecycle.ts";
import { describeMigrations } from "./contract/migrations.ts";
import { describeOutbox } from "./contract/outbox.ts";
import { describePartitions } from "./contract/partitions.ts";
import type { OpenDatabase } from "./contract/rig.ts";
import { describeTimers } from "./contract/timers.ts";
import { describeValues } from "./contract/values.ts";

export interface DatabaseSubject {
  /** Opens the database of that name, which is empty at first and the same one when it's opened again. */
  readonly open: OpenDatabase;
  /** False where closing loses everything. */
  readonly survives?: boolean;
}

/** What every database engine has to do. */
export function describeDatabase(name: string, { open, survives = true }: DatabaseSubject): void {
  describe(name, () => {
    describePartitions(open);
    describeValues(open);
    describeGroups(open);
    describeMigrations(open);
    describeOutbox(open);
    describeTimers(open);
    describeLifecycle(open, survives);
  });
}
