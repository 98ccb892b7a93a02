/** What a log group's retention may be; "" never expires. Source: API reference, "PutRetentionPolicy". */
export const retentions: readonly { readonly value: string; readonly label: string }[] = [
  { value: "", label: "Never expire" },
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653].map(
    (days) => ({
      value: String(days),
      label: retentionLabel(days),
    }),
  ),
];

export function retentionLabel(days: number | undefined): string {
  if (days === undefined) return "Never expire";
  if (days === 1) return "1 day";
  const months = Math.round(days / 30.4);
  if (days < 30) return days % 7 === 0 ? `${days / 7} ${days === 7 ? "week" : "weeks"} (${days} days)` : `${days} days`;
  return months % 12 === 0
    ? `${months / 12} ${months === 12 ? "year" : "years"} (${days} days)`
    : `${months} ${months === 1 ? "month" : "months"} (${days} days)`;
}
