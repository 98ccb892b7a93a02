import { fail } from "../../../platform/aws-error.ts";
import { busStore } from "../buses/bus-store.ts";
import { eventsKey, parseBusName } from "../buses/event-bus.ts";
import { busNotFound, invalidParameter, limitExceeded, managedRule, notSupported, validation } from "../errors.ts";
import { limits } from "../limits.ts";
import type { EventsOperation } from "../operation.ts";
import { checkPattern, checkSchedule } from "../rules/check-rule.ts";
import { type Rule, type RuleState, ruleArn } from "../rules/rule.ts";
import { ruleStore } from "../rules/rule-store.ts";
import { setSchedule } from "../rules/schedule-rule.ts";
import { withTags } from "../tags/check-tags.ts";

/** Makes a rule, or takes the place of the one of that name; its targets and tags stay. */
export const putRule: EventsOperation<"PutRule"> = async (input, context) => {
  const { Name: name = "", EventPattern, ScheduleExpression, State, Description, RoleArn, Tags = [] } = input;
  // Squall has no CloudTrail whose management events it could let through.
  if (State === "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS") throw notSupported(`State ${State}`);
  const pattern = EventPattern || undefined;
  const schedule = ScheduleExpression || undefined;
  const { account, region, bus } = parseBusName(input.EventBusName, context);
  if (account !== context.account || region !== context.region)
    throw invalidParameter("EventBusName", "Rules can be made in the bus's own account and region only.");
  if (pattern === undefined && schedule === undefined)
    throw validation("Parameter(s) EventPattern or ScheduleExpression must be specified.");
  if (schedule !== undefined) checkSchedule(schedule, bus);
  if (pattern !== undefined) checkPattern(pattern);
  const tags = withTags({}, Tags);
  const { storage, clock } = context.host;
  await storage.partition(eventsKey(context)).write(async (tx) => {
    if (!(await busStore.find(tx, bus))) fail(busNotFound(bus));
    const former = await ruleStore.find(tx, bus, name);
    if (former?.managedBy !== undefined) throw managedRule(name);
    if (!former && (await ruleStore.count(tx, bus)) >= limits.rulesPerBus) throw limitExceeded();
    const nowMs = clock.nowMs();
    const rule: Rule = {
      bus,
      name,
      pattern,
      schedule,
      state: (State ?? "ENABLED") as RuleState,
      description: Description,
      roleArn: RoleArn,
      createdBy: former?.createdBy ?? context.account,
      createdMs: former && former.schedule === schedule ? former.createdMs : nowMs,
      tags: former ? former.tags : tags,
    };
    await ruleStore.put(tx, rule);
    if (former?.schedule !== undefined || schedule !== undefined) await setSchedule(tx, rule, nowMs);
  });
  return { RuleArn: ruleArn(context, bus, name) };
};
