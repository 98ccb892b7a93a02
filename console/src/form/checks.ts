/** What is wrong with a text that a field asks for, in a sentence; undefined for what is right. Names are checked where they are at home. */

/** `what` begins the sentence: "The event". */
export function checkJson(text: string, what = "This"): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return `${what} is no JSON: ${(error as Error).message}`;
  }
}

/** A whole number within AWS's limits, both of which count. */
export function checkNumber(text: string, least: number, most: number): string | undefined {
  const value = Number(text);
  const isWithin = /^-?\d+$/.test(text.trim()) && value >= least && value <= most;
  return isWithin ? undefined : `Enter a whole number from ${least} to ${most}.`;
}
