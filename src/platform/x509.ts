/** The library that makes certificates, loaded by the first who needs one: it takes 60 ms, and stands on a polyfill of its own. */
export async function loadX509(): Promise<typeof import("@peculiar/x509")> {
  await import("reflect-metadata");
  return import("@peculiar/x509");
}

/** Sixteen random bytes, as a positive number without zeros before it. Source: RFC 5280, 4.1.2.2. */
export function serialNumber(random: { readonly bytes: (length: number) => Buffer }): string {
  const bytes = random.bytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString("hex");
}
