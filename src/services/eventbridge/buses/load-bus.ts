import type { Database, ReadTransaction } from "../../../storage/database.ts";
import { compilePattern } from "../../event-pattern/compile-pattern.ts";
import { eventBridge } from "../../event-pattern/dialect.ts";
import type { Pattern } from "../../event-pattern/pattern.ts";
import { PatternIndex } from "../../event-pattern/pattern-index.ts";
import { archiveRuleName } from "../archives/archive.ts";
import { archiveStore } from "../archives/archive-store.ts";
import { ruleArn } from "../rules/rule.ts";
import { ruleStore } from "../rules/rule-store.ts";
import type { Target } from "../targets/target.ts";
import { targetStore } from "../targets/target-store.ts";
import { busStore } from "./bus-store.ts";
import { type BusName, eventsKey } from "./event-bus.ts";
import type { KnownBus, KnownRule, Receiver } from "./known-bus.ts";

const pageSize = 1_000;

/** A bus with what is compiled of its rules and archives. What was compiled before is taken over. */
export async function loadBus(
  storage: Database,
  name: BusName,
  former: KnownBus | undefined,
): Promise<KnownBus | undefined> {
  const compiled = new Map<string, Pattern>((former as CompiledBus | undefined)?.compiled);
  return storage.partition(eventsKey(name)).read(async (tx): Promise<CompiledBus | undefined> => {
    const record = await busStore.find(tx, name.bus);
    if (!record) return undefined;
    const patterns = new Map<string, Pattern>();
    const toPattern = (source: string): Pattern => {
      const pattern = compiled.get(source) ?? compilePattern(source, eventBridge);
      patterns.set(source, pattern);
      return pattern;
    };
    const entries: (readonly [Pattern, Receiver])[] = [];
    const archiveRules = new Set<string>();
    for await (const known of rulesOf(tx, name)) {
      // An archive's rule stands for the archive, which gets the events.
      if (known.rule.managedBy !== undefined) archiveRules.add(known.rule.name);
      else if (known.rule.pattern !== undefined) entries.push([toPattern(known.rule.pattern), known]);
    }
    for (const archive of await archiveStore.listOfBus(tx, name.bus))
      if (!archive.hasRule || archiveRules.has(archiveRuleName(archive.name)))
        entries.push([toPattern(archive.pattern ?? everything), { kind: "archive", archive }]);
    const { account, region, bus } = name;
    return { account, region, bus, record, index: new PatternIndex(entries), compiled: patterns };
  });
}

/** What every event has: an archive without a pattern takes all. */
const everything = '{"source":[{"exists":true}]}';

interface CompiledBus extends KnownBus {
  readonly compiled: ReadonlyMap<string, Pattern>;
}

/** Those that are enabled and have targets or are counted. */
async function* rulesOf(tx: ReadTransaction, name: BusName): AsyncIterable<KnownRule> {
  let after = "";
  for (;;) {
    const rules = await ruleStore.list(tx, name.bus, { prefix: "", after, limit: pageSize });
    const targets = new Map<string, Target[]>();
    for (const [rule, target] of await targetStore.listOfBus(tx, name.bus, after, pageSize)) {
      const known = targets.get(rule);
      if (known) known.push(target);
      else targets.set(rule, [target]);
    }
    for (const rule of rules)
      if (rule.state !== "DISABLED")
        yield { kind: "rule", rule, arn: ruleArn(name, rule.bus, rule.name), targets: targets.get(rule.name) ?? [] };
    const last = rules.at(-1);
    if (!last || rules.length < pageSize) return;
    after = last.name;
  }
}
