/** A list of keys and values as IAM's services have it, or a map as Lambda and CloudWatch Logs have it. */
type Tags = readonly { readonly Key?: string; readonly Value?: string }[] | Readonly<Record<string, string>>;

/**
 * The tags that a request brings, or the keys of those it takes away: `aws:RequestTag/KEY` and `aws:TagKeys`.
 * Source: "AWS global condition context keys".
 */
export function requestTagConditions(tags: unknown, keys?: unknown): Record<string, readonly string[]> {
  const pairs = tags === undefined ? [] : toPairs(tags as Tags);
  if (pairs.length === 0) return Array.isArray(keys) && keys.length > 0 ? { "aws:tagkeys": keys } : {};
  const conditions: Record<string, readonly string[]> = { "aws:tagkeys": pairs.map(([key]) => key) };
  for (const [key, value] of pairs) conditions[`aws:requesttag/${key.toLowerCase()}`] = [value];
  return conditions;
}

function toPairs(tags: Tags): readonly (readonly [string, string])[] {
  return Array.isArray(tags) ? tags.map(({ Key = "", Value = "" }) => [Key, Value] as const) : Object.entries(tags);
}
