/** One measured thing, with what it's compared with and what is wanted of it. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: "ms" | "/s" | "MiB" | "MB/s";
  /** The baseline of the same run and unit. */
  readonly baseline?: { readonly name: string; readonly value: number };
  /** The most, or for rates the least, that is wanted. */
  readonly target?: number;
}

export function printTable(figures: readonly Figure[]): void {
  const rows = figures.map((figure) => [
    figure.name,
    `${format(figure.value)} ${figure.unit}`,
    figure.target === undefined ? "" : `${isRate(figure) ? "≥" : "≤"} ${figure.target} ${verdict(figure)}`,
    figure.baseline
      ? `${(figure.value / figure.baseline.value).toFixed(2)} × ${figure.baseline.name} (${format(figure.baseline.value)})`
      : "",
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    process.stdout.write(`${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}\n`);
  }
}

/** `share` of 0.5 is the median. Sorts a copy. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function isRate({ unit }: Figure): boolean {
  return unit === "/s" || unit === "MB/s";
}

function verdict(figure: Figure): string {
  const { value, target = value } = figure;
  return (isRate(figure) ? value >= target : value <= target) ? "reached" : "NOT REACHED";
}

function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}
