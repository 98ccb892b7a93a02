import type { ReadTransaction } from "../../../storage/database.ts";
import { resourceNotFound } from "../errors.ts";
import { type ThingType, thingTypes } from "./thing-type.ts";

export async function findType(tx: ReadTransaction, name: string): Promise<ThingType> {
  const type = await thingTypes.find(tx, name);
  if (!type) throw resourceNotFound(`ThingType ${name} not found`);
  return type;
}
