/** Of the families' `large`, US dollars an hour; the other sizes are in proportion. Source: "Amazon EC2 On-Demand Pricing", Linux in us-east-1. */
const largePrices: Readonly<Record<string, number>> = {
  t2: 0.0928,
  t3: 0.0832,
  t3a: 0.0752,
  t4g: 0.0672,
  m1: 0.175,
  m5: 0.096,
  m6i: 0.096,
  m6g: 0.077,
  m7g: 0.0816,
  c5: 0.085,
  c6i: 0.085,
  c7g: 0.0725,
  r5: 0.126,
  r6g: 0.1008,
};

const shares: Readonly<Record<string, number>> = {
  nano: 1 / 16,
  micro: 1 / 8,
  small: 1 / 4,
  medium: 1 / 2,
  large: 1,
  xlarge: 2,
  "2xlarge": 4,
  "4xlarge": 8,
  "8xlarge": 16,
};

/** Of an hour of a type (`t3.micro`); undefined for one that has no price. */
export function instancePrice(type: string): number | undefined {
  const [family = "", size = ""] = type.split(".");
  const price = Object.hasOwn(largePrices, family) ? largePrices[family] : undefined;
  const share = Object.hasOwn(shares, size) ? shares[size] : undefined;
  return price === undefined || share === undefined ? undefined : Number((price * share).toFixed(6));
}
