import type { OperationInput } from "../../service.ts";
import {
  invalidCombination,
  invalidValue,
  missingParameter,
  mutuallyExclusive,
  notSupported,
  valueIsInvalid,
} from "../errors.ts";
import { limits } from "../limits.ts";
import { Distribution } from "../metrics/distribution.ts";
import { toDimensions } from "../metrics/metric.ts";
import { type BatchPlace, type Datum, publish } from "../metrics/publish.ts";
import type { CloudWatch } from "../model.ts";
import type { CloudWatchContext, CloudWatchOperation } from "../operation.ts";

type WireDatum = NonNullable<OperationInput<CloudWatch, "PutMetricData">["MetricData"]>[number];

/**
 * Stores the data in one write, whatever their number. The namespaces of AWS's services take data from these alone. A repeated
 * delivery of a service's batch counts once.
 */
export const putMetricData: CloudWatchOperation<"PutMetricData"> = async (input, context) => {
  const { Namespace, MetricData = [] } = input;
  if (input.EntityMetricData?.length) throw notSupported("EntityMetricData");
  if (context.principal.kind !== "service") checkNamespace(Namespace);
  if (MetricData.length === 0) throw missingParameter("The parameter MetricData is required.");
  if (MetricData.length > limits.dataPerPut) {
    throw invalidValue(`The collection MetricData must not have a size greater than ${limits.dataPerPut}.`);
  }
  const data = MetricData.map((datum, index) => toDatum(datum, `MetricData.member.${index + 1}`, context));
  await publish(context.host, context.state.series, toPlace(Namespace, context), data);
  return {};
};

function toPlace(namespace: string, { account, region, deduplicationId }: CloudWatchContext): BatchPlace {
  return { account, region, namespace, deduplicationId };
}

function checkNamespace(namespace: string): void {
  if (/^AWS\//.test(namespace)) throw valueIsInvalid("Namespace", namespace);
}

function toDatum(datum: WireDatum, at: string, context: CloudWatchContext): Datum {
  const { MetricName = "", Dimensions, Unit = "None", StorageResolution = 60 } = datum;
  if (MetricName === "") throw missingParameter(`The parameter ${at}.MetricName is required.`);
  checkText(MetricName, `${at}.MetricName`);
  if ((Dimensions?.length ?? 0) > limits.dimensionsPerMetric) {
    throw invalidValue(
      `The collection ${at}.Dimensions must not have a size greater than ${limits.dimensionsPerMetric}.`,
    );
  }
  for (const [index, { Name = "", Value = "" }] of (Dimensions ?? []).entries()) {
    const member = `${at}.Dimensions.member.${index + 1}`;
    if (Name.trim() === "" || Name.startsWith(":")) throw valueIsInvalid(`${member}.Name`, Name);
    if (Value.trim() === "") throw valueIsInvalid(`${member}.Value`, Value);
    checkText(Name, `${member}.Name`);
    checkText(Value, `${member}.Value`);
  }
  if (StorageResolution !== 1 && StorageResolution !== 60) {
    throw valueIsInvalid(`${at}.StorageResolution`, StorageResolution);
  }
  const nowMs = context.host.clock.nowMs();
  const atMs = datum.Timestamp?.getTime() ?? nowMs;
  checkTime(atMs, nowMs, at);
  return {
    name: MetricName,
    dimensions: toDimensions(Dimensions),
    unit: Unit,
    resolutionS: StorageResolution,
    atMs,
    values: toValues(datum, at),
  };
}

/** Names and values are printable ASCII. */
function checkText(text: string, parameter: string): void {
  if (!/^[\x20-\x7e]*$/.test(text))
    throw invalidValue(`The parameter ${parameter} must contain only ASCII characters.`);
}

function checkTime(atMs: number, nowMs: number, at: string): void {
  if (!(atMs >= nowMs - limits.timestampAgeMs)) {
    throw invalidValue(`The parameter ${at}.Timestamp must specify a time within the past two weeks.`);
  }
  if (atMs > nowMs + limits.timestampAheadMs) {
    throw invalidValue(`The parameter ${at}.Timestamp must specify a time no more than two hours in the future.`);
  }
}

function toValues({ Value, Values, Counts, StatisticValues }: WireDatum, at: string): Distribution {
  if (Value !== undefined && Values !== undefined) throw mutuallyExclusive(`${at}.Value`, `${at}.Values`);
  if (Value !== undefined && StatisticValues) throw mutuallyExclusive(`${at}.Value`, `${at}.StatisticValues`);
  // AWS takes values together with statistics: the values count. Source: recorded answers.
  if (Values && Counts) checkCounts(Values, Counts, at);
  const result = new Distribution();
  if (Value !== undefined) {
    checkValue(Value, `${at}.Value`);
    result.add(Value);
  } else if (Values !== undefined) {
    addValues(result, Values, Counts, at);
  } else if (StatisticValues) {
    addStatistics(result, StatisticValues, `${at}.StatisticValues`);
  } else {
    throw missingParameter(
      `At least one of the parameters ${at}.Value, ${at}.Values or ${at}.StatisticValues must be specified.`,
    );
  }
  return result;
}

function checkCounts(values: readonly number[], counts: readonly number[], at: string): void {
  if (counts.length === values.length) return;
  throw invalidValue(`The parameters ${at}.Values and ${at}.Counts must be of the same size.`);
}

function addValues(
  result: Distribution,
  values: readonly number[],
  counts: readonly number[] | undefined,
  at: string,
): void {
  if (values.length === 0) throw missingParameter(`The parameter ${at}.Values must not be empty.`);
  if (values.length > limits.valuesPerDatum) {
    throw invalidValue(`The collection ${at}.Values must not have a size greater than ${limits.valuesPerDatum}.`);
  }
  for (const [index, value] of values.entries()) {
    const count = counts?.[index] ?? 1;
    checkValue(value, `${at}.Values`);
    if (!Number.isFinite(count) || count < 0) throw valueIsInvalid(`${at}.Counts`, count);
    if (count > 0) result.add(value, count);
  }
  if (result.count === 0) throw invalidCombination(`The parameter ${at}.Counts must not be zero for each value.`);
}

type WireStatistics = NonNullable<WireDatum["StatisticValues"]>;

function addStatistics(result: Distribution, { SampleCount, Sum, Minimum, Maximum }: WireStatistics, at: string): void {
  const read = (name: string, value: number | undefined): number => {
    if (value === undefined) throw missingParameter(`The parameter ${at}.${name} is required.`);
    checkValue(value, `${at}.${name}`);
    return value;
  };
  const count = read("SampleCount", SampleCount);
  const set = { count, sum: read("Sum", Sum), minimum: read("Minimum", Minimum), maximum: read("Maximum", Maximum) };
  if (count <= 0) throw invalidValue(`The parameter ${at}.SampleCount must be greater than 0.`);
  if (set.maximum < set.minimum) throw invalidValue(`The parameter ${at}.Maximum must be greater than ${at}.Minimum.`);
  result.addSet(set);
}

function checkValue(value: number, parameter: string): void {
  if (!Number.isFinite(value) || Math.abs(value) > limits.value) throw valueIsInvalid(parameter, value);
}
