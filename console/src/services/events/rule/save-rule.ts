import { DeleteRuleCommand, EventBridgeClient, PutRuleCommand, type Target } from "@aws-sdk/client-eventbridge";
import type { ClientConstructor } from "../../../aws/clients.ts";
import { makeWhole } from "../../../form/create.ts";
import { saveTargets } from "../target/save-targets.ts";
import type { RuleForm } from "./rule-form.tsx";

interface Saved {
  readonly isNew: boolean;
  readonly before: readonly Target[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** The rule, then its targets; of a new one nothing stays if they are refused. */
export async function saveRule(
  client: <C>(kind: ClientConstructor<C>) => C,
  form: RuleForm,
  { isNew, before, tags = {} }: Saved,
): Promise<void> {
  const events = client(EventBridgeClient);
  const { name, bus } = form;
  await makeWhole(async (made) => {
    const { RuleArn = "" } = await events.send(
      new PutRuleCommand({
        Name: name,
        EventBusName: bus,
        Description: form.description || undefined,
        State: form.isEnabled ? "ENABLED" : "DISABLED",
        ...(form.type === "schedule" ? { ScheduleExpression: form.schedule } : { EventPattern: form.pattern }),
        ...(isNew && { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
      }),
    );
    if (isNew) made(`the rule ${name}`, () => events.send(new DeleteRuleCommand({ Name: name, EventBusName: bus })));
    await saveTargets(client, { bus, name, arn: RuleArn }, form.targets, before, made);
  });
}
