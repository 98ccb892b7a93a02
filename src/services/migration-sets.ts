import type { MigrationSet } from "../storage/database.ts";
import { recurringMigrations } from "./recurring-work.ts";
import type { AnyService } from "./service.ts";

/** The tables of every service, and of what all of them share. */
export function migrationSets(services: readonly AnyService[]): MigrationSet[] {
  return [
    { name: "squall", migrations: recurringMigrations },
    ...services.map(({ name, migrations }) => ({ name, migrations })),
  ];
}
