import type { ResultByTime } from "@aws-sdk/client-cost-explorer";

export interface ServiceCost {
  readonly service: string;
  readonly total: number;
  /** For each period of `Costs.periods`. */
  readonly amounts: readonly number[];
}

export interface Costs {
  readonly periods: readonly string[];
  readonly services: readonly ServiceCost[];
}

export function toCosts(results: readonly ResultByTime[]): Costs {
  const names = [...new Set(results.flatMap(({ Groups = [] }) => Groups.map(({ Keys = [] }) => Keys[0] ?? "")))];
  const services = names.map((service) => {
    const amounts = results.map(({ Groups = [] }) => {
      const group = Groups.find(({ Keys = [] }) => Keys[0] === service);
      return Number(group?.Metrics?.UnblendedCost?.Amount ?? 0);
    });
    return { service, amounts, total: amounts.reduce((sum, amount) => sum + amount, 0) };
  });
  return { periods: results.map(({ TimePeriod }) => TimePeriod?.Start ?? ""), services };
}
