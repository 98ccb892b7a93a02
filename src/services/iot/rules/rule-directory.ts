import type { SharedCache } from "../../../cluster/cluster.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { whenCalled } from "../../when-called.ts";
import { limits } from "../limits.ts";
import type { KnownRules } from "./known-rules.ts";
import { rulesKey } from "./topic-rule.ts";

const loadRules = whenCalled(async () => (await import("./load-rules.ts")).loadRules);

/** The rules of accounts, compiled, through a cache that each write of any server empties. */
export class RuleDirectory {
  readonly #rules: SharedCache<Place, KnownRules>;

  constructor({ storage, caches }: Pick<ServiceHost, "storage" | "caches">) {
    this.#rules = caches.create<Place, KnownRules>({
      most: limits.cachedAccounts,
      kind: rulesKey({ account: "", region: "" }).kind,
      tables: { iot_topic_rules: undefined },
      textOf,
      partitionOf: rulesKey,
      load: (at, former) => loadRules(storage, at, former),
    });
  }

  /** What is in memory; undefined where it has to be read. */
  peek(at: Place): KnownRules | undefined {
    return this.#rules.peek(textOf(at));
  }

  get(at: Place): Promise<KnownRules> {
    return this.#rules.get(at);
  }
}

function textOf({ account, region }: Place): string {
  return `${account} ${region}`;
}
