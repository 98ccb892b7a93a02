import { matchingValues, numbersOf } from "../fleet-index/matching-values.ts";
import type { IotOperation } from "../operation.ts";

/** Source: "GetPercentiles", the default. */
const usual = [1, 5, 25, 50, 75, 95, 99];

/** Of the numbers of a field. */
export const getPercentiles: IotOperation<"GetPercentiles"> = async (input, context) => {
  const numbers = numbersOf(await matchingValues(input, context)).sort((one, other) => one - other);
  if (numbers.length === 0) return { percentiles: [] };
  const at = (percent: number) => {
    const place = (percent / 100) * (numbers.length - 1);
    const [below = 0, above = below] = [numbers[Math.floor(place)], numbers[Math.ceil(place)]];
    return below + (above - below) * (place - Math.floor(place));
  };
  return { percentiles: (input.percents ?? usual).map((percent) => ({ percent, value: at(percent) })) };
};
