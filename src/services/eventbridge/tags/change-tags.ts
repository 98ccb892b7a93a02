import { parseArn } from "../../../platform/arn.ts";
import { fail } from "../../../platform/aws-error.ts";
import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import type { Tags } from "../../tags.ts";
import { busStore } from "../buses/bus-store.ts";
import { defaultBus, eventsKey } from "../buses/event-bus.ts";
import { busNotFound, invalidParameter, ruleNotFound } from "../errors.ts";
import type { EventsContext } from "../operation.ts";
import { ruleStore } from "../rules/rule-store.ts";

/** A rule or a bus, as an ARN names it. */
type Tagged = { readonly bus: string; readonly rule: string | undefined };

/** What is elsewhere is nothing here: whom a policy lets change the one must not change the other. */
function parseTagged(arn: string, at: Place): Tagged {
  const { service, account, region, resource = "" } = parseArn(arn) ?? {};
  const [, kind, path = ""] = /^(rule|event-bus)\/(.+)$/.exec(resource) ?? [];
  if (service !== "events" || kind === undefined || account !== at.account || region !== at.region)
    throw invalidParameter("ResourceARN", "Provided Arn is not in correct format.");
  if (kind === "event-bus") return { bus: path, rule: undefined };
  // A bus of a partner has slashes in its name; a rule has none.
  const slash = path.lastIndexOf("/");
  return slash < 0 ? { bus: defaultBus, rule: path } : { bus: path.slice(0, slash), rule: path.slice(slash + 1) };
}

export async function tagsOf(context: EventsContext, arn: string): Promise<Tags> {
  const tagged = parseTagged(arn, context);
  const { tags } = await context.host.storage.partition(eventsKey(context)).read((tx) => find(tx, tagged));
  return tags;
}

export async function changeTags(context: EventsContext, arn: string, change: (tags: Tags) => Tags): Promise<void> {
  const tagged = parseTagged(arn, context);
  await context.host.storage.partition(eventsKey(context)).write(async (tx: WriteTransaction) => {
    const found = await find(tx, tagged);
    await found.put(tx, change(found.tags));
  });
}

async function find(tx: ReadTransaction, { bus, rule: name }: Tagged) {
  if (name === undefined) {
    const found = (await busStore.find(tx, bus)) ?? fail(busNotFound(bus));
    return { tags: found.tags, put: (write: WriteTransaction, tags: Tags) => busStore.put(write, { ...found, tags }) };
  }
  const found = (await ruleStore.find(tx, bus, name)) ?? fail(ruleNotFound(name, bus));
  return { tags: found.tags, put: (write: WriteTransaction, tags: Tags) => ruleStore.put(write, { ...found, tags }) };
}
