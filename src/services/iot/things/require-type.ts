import type { ReadTransaction } from "../../../storage/database.ts";
import { invalidRequest, resourceNotFound } from "../errors.ts";
import { thingTypes } from "./thing-type.ts";

/** Throws for a type that is not there, or is not to be used any more. */
export async function requireActiveType(tx: ReadTransaction, name: string): Promise<void> {
  const type = await thingTypes.find(tx, name);
  if (!type) throw resourceNotFound(`Can not find thing type ${name}.`);
  if (type.deprecatedMs !== undefined)
    throw invalidRequest(`Can not create new thing with deprecated thing type:${name}`);
}
