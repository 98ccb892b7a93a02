import type { WriteTransaction } from "../../../storage/database.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import type { Place } from "../../service.ts";
import type { Instance } from "../instances/instance.ts";
import { disassociateInterface } from "./disassociate-interface.ts";
import { interfaces, ofInstance } from "./network-interface.ts";

/** An instance that is terminated loses its interfaces: those that are to be deleted with it are, the others are free. */
export async function releaseInterfaces(tx: WriteTransaction, place: Place, instance: Instance): Promise<void> {
  const first = ofInstance(instance);
  for (const own of [first, ...(await interfaces.listOf(tx, place, instance.id))]) {
    if (own.attachment?.deleteOnTermination) {
      await disassociateInterface(tx, place, own.id);
      if (own === first) await tagStore.removeAll(tx, own.id);
      else await interfaces.remove(tx, place, own.id);
    } else await interfaces.put(tx, place, { ...own, attachment: undefined });
  }
}
