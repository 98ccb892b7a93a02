/** 0 B, 512 B, 6.9 KB, 1.2 MB: in AWS's binary steps. */
export function formatBytes(bytes: number | undefined): string {
  if (bytes === undefined) return "-";
  const step = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  return `${step === 0 ? bytes : (bytes / 1024 ** step).toFixed(1)} ${units[step]}`;
}

const units = ["B", "KB", "MB", "GB", "TB"];
