import type { EffectContext } from "../../../service.ts";
import { callAs } from "../../../targets/caller.ts";
import { type Sending, sendToTarget } from "../../../targets/send-to-target.ts";
import { attempt, type Verdict } from "../../../targets/verdict.ts";
import { limits } from "../../limits.ts";
import { compileStatement } from "../../rule-sql/rule-statement.ts";
import { type FilledAction, fillAction } from "../fill-action.ts";
import { compileAction } from "../load-rules.ts";
import type { RuleDelivery } from "../rule-delivery.ts";
import { iotPrincipal } from "../topic-rule.ts";
import { actionKinds } from "./action-kinds.ts";
import { callEndpoint } from "./http-action.ts";

/** Carries out one action for one message. Never rejects. */
export async function performAction(
  sending: Sending,
  about: RuleDelivery,
  context: EffectContext<unknown>,
): Promise<Verdict> {
  const { host } = context;
  const { source, id } = sending;
  const output = Buffer.from(about.output, "base64");
  let action: FilledAction;
  try {
    action = about.isErrorAction ? await fillErrorAction(about, context) : about.action;
  } catch (error) {
    return { kind: "never", reason: error instanceof Error ? error.message : String(error) };
  }
  const { kind, settings } = action;
  if (kind === "lambda") {
    const body = output.toString("utf8");
    return sendToTarget(host, { ...sending, target: String(settings.functionArn), message: { body } });
  }
  if (kind === "http") return callEndpoint(context, source, settings, output);
  const found = actionKinds[kind];
  if (!found) return { kind: "never", reason: `Squall does not support the action ${kind} yet.` };
  const republished = about.republished ?? 0;
  if (kind === "republish" && republished >= limits.republished)
    return { kind: "never", reason: `The message has come through ${republished} rules: a loop is not gone on with.` };
  const caller = { role: String(settings.roleArn), sessionName: about.rule, assumedBy: iotPrincipal };
  return attempt(() =>
    callAs(host, caller, { source, at: found.placeOf?.(settings) ?? source, deduplicationId: id }, (as) =>
      found.perform({
        host,
        as,
        id,
        rule: about.rule,
        settings,
        text: (name) => String(settings[name] ?? ""),
        output,
        republished,
      }),
    ),
  );
}

/** Its templates see the message that failed. */
async function fillErrorAction(
  { onError, action }: RuleDelivery,
  { host }: EffectContext<unknown>,
): Promise<FilledAction> {
  if (!onError) return action;
  const statement = compileStatement(onError.sql, onError.sqlVersion);
  const facts = { ...onError.facts, payload: Buffer.from(onError.payload, "base64") };
  const run = statement.begin(facts, {
    accountId: "",
    nowMs: host.clock.nowMs(),
    uuid: () => host.random.uuid(),
    chance: () => 0,
    ask: () => Promise.reject(new Error("an error action asks no other service")),
  });
  return fillAction(compileAction(onError.action, statement), run);
}
