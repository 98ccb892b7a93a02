import { fail } from "../../../platform/aws-error.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import { busStore } from "../buses/bus-store.ts";
import { type BusName, eventsKey, parseBusName } from "../buses/event-bus.ts";
import { busNotFound, managedRule, ruleNotFound } from "../errors.ts";
import type { EventsContext } from "../operation.ts";
import type { Rule } from "./rule.ts";
import { ruleStore } from "./rule-store.ts";

/** Throws ResourceNotFoundException for the rule, or for its bus. */
export async function findRule(
  context: EventsContext,
  busText: string | undefined,
  name: string,
): Promise<Rule & BusName> {
  const at = parseBusName(busText, context);
  return context.host.storage.partition(eventsKey(at)).read(async (tx) => {
    const rule = await ruleStore.find(tx, at.bus, name);
    if (rule) return { ...rule, ...at };
    throw (await busStore.find(tx, at.bus)) ? ruleNotFound(name, at.bus) : busNotFound(at.bus);
  });
}

/** Changes a rule in a write. What a service made for itself is changed with force only. */
export async function changeRule<T>(
  context: EventsContext,
  { bus: busText, name, force = false }: { bus: string | undefined; name: string; force?: boolean | undefined },
  change: (tx: WriteTransaction, rule: Rule, at: BusName) => Promise<T>,
): Promise<T> {
  const at = parseBusName(busText, context);
  return context.host.storage.partition(eventsKey(at)).write(async (tx) => {
    if (!(await busStore.find(tx, at.bus))) fail(busNotFound(at.bus));
    const rule = (await ruleStore.find(tx, at.bus, name)) ?? fail(ruleNotFound(name, at.bus));
    if (rule.managedBy !== undefined && !force) throw managedRule(name);
    return change(tx, rule, at);
  });
}
