import type { GroupDefinition, ResultByTime } from "@aws-sdk/client-cost-explorer";

/** What costs are divided by. */
export interface Division {
  readonly id: string;
  readonly text: string;
  /** Of a tag, its key is chosen beside it. */
  readonly group: (tagKey: string) => GroupDefinition;
}

export const divisions: readonly Division[] = [
  { id: "service", text: "Service", group: () => ({ Type: "DIMENSION", Key: "SERVICE" }) },
  { id: "usage-type", text: "Usage type", group: () => ({ Type: "DIMENSION", Key: "USAGE_TYPE" }) },
  { id: "resource", text: "Function or other resource", group: () => ({ Type: "DIMENSION", Key: "RESOURCE_ID" }) },
  { id: "tag", text: "Tag", group: (Key) => ({ Type: "TAG", Key }) },
  { id: "region", text: "Region", group: () => ({ Type: "DIMENSION", Key: "REGION" }) },
  { id: "operation", text: "API operation", group: () => ({ Type: "DIMENSION", Key: "OPERATION" }) },
];

export interface PartCost {
  readonly name: string;
  readonly total: number;
  /** For each period of `Costs.periods`. */
  readonly amounts: readonly number[];
  /** What was used, where all of it has one unit. */
  readonly usage: string;
}

export interface Costs {
  readonly periods: readonly string[];
  readonly parts: readonly PartCost[];
}

export function toCosts(results: readonly ResultByTime[]): Costs {
  const names = [...new Set(results.flatMap(({ Groups = [] }) => Groups.map(({ Keys = [] }) => Keys[0] ?? "")))];
  const parts = names.map((name) => {
    const groups = results.map(({ Groups = [] }) => Groups.find(({ Keys = [] }) => Keys[0] === name));
    const amounts = groups.map((group) => Number(group?.Metrics?.UnblendedCost?.Amount ?? 0));
    return {
      name: nameOf(name),
      amounts,
      total: amounts.reduce((sum, amount) => sum + amount, 0),
      usage: usageOf(groups.map((group) => group?.Metrics?.UsageQuantity)),
    };
  });
  return { periods: results.map(({ TimePeriod }) => TimePeriod?.Start ?? ""), parts };
}

/** Cost Explorer names a tag's value behind its key; what has no such tag has none. */
function nameOf(key: string): string {
  const [, tag, value] = /^([^$]*)\$(.*)$/s.exec(key) ?? [];
  if (tag === undefined) return key === "" ? "Of no resource" : key;
  return value === "" ? `No tag ${tag}` : `${tag}: ${value}`;
}

function usageOf(quantities: readonly ({ Amount?: string; Unit?: string } | undefined)[]): string {
  const units = new Set(quantities.flatMap((one) => (one && Number(one.Amount) !== 0 ? [one.Unit] : [])));
  const [unit] = units;
  if (units.size !== 1 || unit === "N/A") return "-";
  const sum = quantities.reduce((total, one) => total + Number(one?.Amount ?? 0), 0);
  return `${sum.toLocaleString("en", { maximumFractionDigits: 6 })} ${unit}`;
}

/** A date in the form 2026-09-03. */
export function dateText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** The month that `ms` is in, in UTC: its first day, and the first day of the next. */
export function monthOf(ms: number): { readonly start: string; readonly end: string } {
  const date = new Date(ms);
  const at = (month: number) => dateText(Date.UTC(date.getUTCFullYear(), month, 1));
  return { start: at(date.getUTCMonth()), end: at(date.getUTCMonth() + 1) };
}
