import type { WriteTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { addresses } from "../addresses/address.ts";

/** Elastic IP addresses of an interface that is gone belong to nothing any more; `only` of some of its private addresses. */
export async function disassociateInterface(
  tx: WriteTransaction,
  place: Place,
  interfaceId: string,
  only?: readonly string[],
): Promise<void> {
  for (const address of await addresses.listOf(tx, place, interfaceId))
    if (!only || only.includes(address.association?.privateAddress ?? ""))
      await addresses.put(tx, place, { ...address, association: undefined });
}
