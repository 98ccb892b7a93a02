import type { WriteTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import type { Instance } from "../instances/instance.ts";
import { instanceStore } from "../instances/instance-store.ts";
import { interfaces, type NetworkInterface } from "./network-interface.ts";

/** An interface that has changed: as its own row, or in the instance whose first it is. */
export async function saveInterface(
  tx: WriteTransaction,
  place: Place,
  { resource, instance }: { readonly resource: NetworkInterface; readonly instance: Instance | undefined },
): Promise<void> {
  if (!instance) return interfaces.put(tx, place, resource);
  await instanceStore.put(tx, {
    ...instance,
    interfaceDescription: resource.description,
    secondaryAddresses: resource.secondaryAddresses,
    groupIds: resource.groupIds,
    sourceDestCheck: resource.sourceDestCheck,
    deletesInterface: resource.attachment?.deleteOnTermination ?? true,
  });
}
