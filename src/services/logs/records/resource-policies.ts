import type { SharedCache } from "../../../cluster/cluster.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import { recordStore, recordsKey } from "./record-store.ts";

/** The accounts' resource policies, which each call that writes a log is judged by. They let AWS's services write. */
export class ResourcePolicies {
  readonly #documents: SharedCache<Place, string | undefined>;

  constructor({ storage, caches }: Pick<ServiceHost, "storage" | "caches">) {
    const keyOf = (place: Place) => recordsKey(place, "logs.resource-policies");
    this.#documents = caches.create<Place, string | undefined>({
      most: limits.knownResourcePolicies,
      kind: "logs.resource-policies",
      tables: { logs_records: undefined },
      textOf: ({ account, region }) => `${account}/${region}`,
      partitionOf: keyOf,
      load: (place) =>
        storage.partition(keyOf(place)).read(async (tx) => toOne(await recordStore.list(tx, "logs.resource-policies"))),
    });
  }

  /** All of them as one; undefined where there is none. */
  of({ account, region }: Place): Promise<string | undefined> {
    return this.#documents.get({ account, region });
  }
}

function toOne(policies: readonly { readonly document: string }[]): string | undefined {
  if (policies.length === 0) return undefined;
  const statements = policies.flatMap(({ document }) =>
    [(JSON.parse(document) as { Statement: unknown }).Statement].flat(),
  );
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
