import { ownValue } from "../../platform/own-value.ts";
import { instancePrice } from "./instance-prices.ts";
import { freeTier, type Price, prices, type Tier } from "./price-list.ts";
import { monthOf, type UsageHour } from "./usage.ts";

export { freeTier } from "./price-list.ts";

/** An hour's use and what it would cost on AWS. */
export interface PricedHour extends UsageHour {
  /** The list price, US dollars. */
  readonly cost: number;
  /** The part of it that the free tier pays. */
  readonly freeCost: number;
  /** `Requests`, `Lambda-GB-Second`. */
  readonly unit: string;
}

/**
 * Puts prices to hours, which come in the order of time and from the beginning of a month on: tiers and the free tier go by what the
 * month has seen before. Tiers are counted for each region and usage type, the free tier over all.
 */
export async function* priceUsage(hours: AsyncIterable<UsageHour>): AsyncGenerator<PricedHour> {
  let month = "";
  const used = new Map<string, number>();
  const freeLeft: Record<keyof typeof freeTier, number> = { ...freeTier };
  for await (const hour of hours) {
    if (monthOf(hour.hourMs) !== month) {
      month = monthOf(hour.hourMs);
      used.clear();
      Object.assign(freeLeft, freeTier);
    }
    const price = priceOf(hour);
    const key = `${hour.region} ${hour.service} ${hour.usageType}`;
    const before = used.get(key) ?? 0;
    used.set(key, before + hour.quantity);
    const free = price.free ? Math.min(freeLeft[price.free], hour.quantity) : 0;
    if (price.free) freeLeft[price.free] -= free;
    yield {
      ...hour,
      unit: price.unit,
      cost: costOf(price.tiers, before + hour.quantity) - costOf(price.tiers, before),
      freeCost: costOf(price.tiers, before + free) - costOf(price.tiers, before),
    };
  }
}

const boxUsage = "BoxUsage:";

/** Instances are priced by their type, which is in the name: `BoxUsage:t3.micro`, in hours. Some names are of several services, each with its price. */
function priceOf({ service, usageType }: UsageHour): Price {
  const known = ownValue(prices, `${service} ${usageType}`) ?? ownValue(prices, usageType);
  if (known) return known;
  const hourly = usageType.startsWith(boxUsage) ? instancePrice(usageType.slice(boxUsage.length)) : undefined;
  return hourly === undefined
    ? { unit: "N/A", tiers: [] }
    : { unit: "Hrs", tiers: [{ upTo: Number.POSITIVE_INFINITY, price: hourly }] };
}

/** The regions' prefixes of usage types. us-east-1 has none. */
export function billedUsageType(usageType: string, region: string): string {
  const prefix = ownValue(regionPrefixes, region);
  return prefix ? `${prefix}-${usageType}` : usageType;
}

const regionPrefixes: Readonly<Record<string, string>> = {
  "us-east-2": "USE2",
  "us-west-1": "USW1",
  "us-west-2": "USW2",
  "ca-central-1": "CAN1",
  "eu-west-1": "EU",
  "eu-west-2": "EUW2",
  "eu-west-3": "EUW3",
  "eu-central-1": "EUC1",
  "eu-north-1": "EUN1",
  "eu-south-1": "EUS1",
  "ap-northeast-1": "APN1",
  "ap-northeast-2": "APN2",
  "ap-south-1": "APS3",
  "ap-southeast-1": "APS1",
  "ap-southeast-2": "APS2",
  "sa-east-1": "SAE1",
};

function costOf(tiers: readonly Tier[], quantity: number): number {
  let cost = 0;
  let from = 0;
  for (const { upTo, price } of tiers) {
    if (quantity <= from) break;
    cost += (Math.min(quantity, upTo) - from) * price;
    from = upTo;
  }
  return cost;
}
