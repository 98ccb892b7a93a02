/** Opens Node's inspector where `squall dev --inspect` asks for it. */

let inspected = false;

export async function openDebugger() {
  const port = process.env._SQUALL_INSPECT;
  if (port === undefined) return;
  delete process.env._SQUALL_INSPECT;
  const { default: inspector } = await import("node:inspector");
  inspector.open(Number(port), "127.0.0.1");
  inspected = inspector.url() !== undefined;
  if (!inspected) {
    process.stderr.write(
      `The debugger cannot listen on 127.0.0.1:${port}: end what does, or choose another with --inspect PORT.\n`,
    );
  }
}

export function isInspected() {
  return inspected;
}
