import type { MigrationSet } from "../storage/database.ts";
import type { AnyService } from "./service.ts";

/** The tables of every service. */
export function migrationSets(services: readonly AnyService[]): MigrationSet[] {
  return services.map(({ name, migrations }) => ({ name, migrations }));
}
