/** The tags that a resource has: `aws:ResourceTag/KEY`. Source: "AWS global condition context keys". */
export function resourceTagConditions(tags: Readonly<Record<string, string>>): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [`aws:resourcetag/${key.toLowerCase()}`, [value]]),
  );
}
