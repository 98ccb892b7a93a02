import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { associationNotFound } from "../errors.ts";
import { type Association, type RouteTable, routeTables } from "./route-table.ts";

/** A route table with what it is associated with by that id. Throws if there is none. */
export async function requireAssociation(
  tx: ReadTransaction,
  place: Place,
  id: string,
): Promise<{ readonly table: RouteTable; readonly association: Association }> {
  for (const table of await routeTables.list(tx, place)) {
    const association = table.associations.find((each) => each.id === id);
    if (association) return { table, association };
  }
  throw associationNotFound(id);
}
