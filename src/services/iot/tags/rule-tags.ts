import { parseArn } from "../../../platform/arn.ts";
import type { Tags } from "../../tags.ts";
import type { IotContext } from "../operation.ts";
import { iotArn } from "../registry/registry.ts";
import { changeRule, findRule } from "../rules/change-rule.ts";
import { checkTagCount } from "./tags.ts";

/** Rules are kept in a partition of their own. False for an ARN of something else. */
export async function tagRule(context: IotContext, arn: string, change: (tags: Tags) => Tags): Promise<boolean> {
  const name = ruleOf(context, arn);
  if (name === undefined) return false;
  await changeRule(context, name, (rule) => {
    const tags = change(rule.tags);
    checkTagCount(tags);
    return { ...rule, tags };
  });
  return true;
}

export async function tagsOfRule(context: IotContext, arn: string): Promise<Tags | undefined> {
  const name = ruleOf(context, arn);
  return name === undefined ? undefined : (await findRule(context, name)).tags;
}

function ruleOf(at: IotContext, arn: string): string | undefined {
  const resource = parseArn(arn)?.resource ?? "";
  return resource.startsWith("rule/") && arn === iotArn(at, resource) ? resource.slice("rule/".length) : undefined;
}
