import { ruleAccessDenied } from "../errors.ts";
import type { IotContext } from "../operation.ts";
import { ruleStore } from "./rule-store.ts";
import { rulesKey, type TopicRule } from "./topic-rule.ts";

/** AWS does not say that there is no rule of the name: it says that one may not know. */
export async function findRule({ host, ...at }: IotContext, name: string): Promise<TopicRule> {
  const rule = await host.storage.partition(rulesKey(at)).read((tx) => ruleStore.find(tx, name));
  return rule ?? fail(name);
}

export async function changeRule(
  { host, ...at }: IotContext,
  name: string,
  change: (rule: TopicRule) => TopicRule,
): Promise<void> {
  await host.storage.partition(rulesKey(at)).write(async (tx) => {
    const rule = (await ruleStore.find(tx, name)) ?? fail(name);
    await ruleStore.put(tx, change(rule));
  });
}

function fail(name: string): never {
  throw ruleAccessDenied(name);
}
