import { matchingValues, numbersOf } from "../fleet-index/matching-values.ts";
import type { IotOperation } from "../operation.ts";

/** How many things a query finds, and what the numbers of a field come to; the field is the registry's version where none is named. */
export const getStatistics: IotOperation<"GetStatistics"> = async (input, context) => {
  const values = await matchingValues(input, context);
  const numbers = numbersOf(values);
  const count = values.filter((value) => value !== undefined).length;
  if (numbers.length === 0) return { statistics: { count } };
  const sum = numbers.reduce((all, each) => all + each, 0);
  const sumOfSquares = numbers.reduce((all, each) => all + each * each, 0);
  const average = sum / numbers.length;
  const variance = sumOfSquares / numbers.length - average * average;
  const minimum = numbers.reduce((least, each) => Math.min(least, each));
  const maximum = numbers.reduce((most, each) => Math.max(most, each));
  const stdDeviation = Math.sqrt(Math.max(0, variance));
  return { statistics: { count, average, sum, minimum, maximum, sumOfSquares, variance, stdDeviation } };
};
