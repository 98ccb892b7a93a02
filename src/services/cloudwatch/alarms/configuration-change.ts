import type { Effect } from "../../../storage/database.ts";
import type { ServiceHost } from "../../service.ts";
import type { Alarm, AlarmConfiguration } from "./alarm.ts";
import { toEventConfiguration } from "./alarm-event.ts";
import type { CompositeAlarm, CompositeConfiguration } from "./composite/composite-alarm.ts";
import { toConfigurationEffect, toConfigurationFacts } from "./tell-state.ts";

type AnyAlarm = Alarm | CompositeAlarm;

/** The event of an alarm that is made, changed (`former` is what it was) or deleted. Source: "Alarm events and EventBridge". */
export function tellConfiguration(host: ServiceHost, alarm: AnyAlarm, former?: AnyAlarm | "deleted"): Effect {
  const { configuration, state } = alarm;
  const operation = former === undefined ? "create" : former === "deleted" ? "delete" : "update";
  return toConfigurationEffect(host, configuration, {
    operation,
    state,
    configuration: toDetail(host, alarm),
    previousConfiguration: typeof former === "object" ? toDetail(host, former) : undefined,
  });
}

function toDetail(host: ServiceHost, { configuration, configurationUpdatedMs }: AnyAlarm): object {
  const facts = toConfigurationFacts(configuration, configurationUpdatedMs);
  if (isComposite(configuration)) return { alarmRule: configuration.AlarmRule, ...facts };
  return {
    evaluationPeriods: configuration.EvaluationPeriods,
    datapointsToAlarm: configuration.DatapointsToAlarm,
    threshold: configuration.Threshold,
    comparisonOperator: configuration.ComparisonOperator,
    treatMissingData: configuration.TreatMissingData,
    metrics: toEventConfiguration(configuration, host.random.uuid()).metrics,
    ...facts,
  };
}

function isComposite(
  configuration: AlarmConfiguration | CompositeConfiguration,
): configuration is CompositeConfiguration {
  return "AlarmRule" in configuration;
}
