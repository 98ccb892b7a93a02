import type { EffectContext, Place } from "../../../service.ts";
import { NotReachableError, requestOutside } from "../../../targets/outside-request.ts";
import { delivered, type Verdict } from "../../../targets/verdict.ts";
import { destinationStore } from "../destinations/destination-store.ts";
import { rulesKey } from "../topic-rule.ts";

const timeoutMs = 10_000;
const answerBytes = 64 * 1024;

/** A POST to a URL that lies under a confirmed destination. Source: "HTTP", "Working with HTTP topic rule destinations". */
export async function callEndpoint(
  { host }: EffectContext<unknown>,
  at: Place,
  settings: Readonly<Record<string, unknown>>,
  output: Buffer,
): Promise<Verdict> {
  const address = String(settings.url);
  const wanted = String(settings.confirmationUrl ?? address);
  const destinations = await host.storage.partition(rulesKey(at)).read((tx) => destinationStore.list(tx));
  const isConfirmed = destinations.some(
    ({ status, confirmationUrl }) =>
      status === "ENABLED" && isUnder(address, confirmationUrl) && isUnder(wanted, confirmationUrl),
  );
  if (!isConfirmed) return { kind: "never", reason: `${address} is under no destination that is enabled.` };
  const headers = (settings.headers as readonly { key: string; value: string }[] | undefined) ?? [];
  try {
    const { status } = await requestOutside(host, {
      url: new URL(address),
      method: "POST",
      headers: {
        "content-type": "application/json",
        "user-agent": "AWS IoT Rules Engine",
        ...Object.fromEntries(headers.map(({ key, value }) => [key.toLowerCase(), value])),
      },
      body: output,
      timeoutMs,
      answerBytes,
    });
    if (status >= 200 && status < 300) return delivered;
    const isPassing = status === 429 || status >= 500;
    return { kind: isPassing ? "later" : "never", reason: `${address} answered ${status}.` };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: error instanceof NotReachableError ? "never" : "later", reason };
  }
}

/** The same server, too: `http://one.example` is no prefix of `http://one.example.org` or `http://one.example@other`. */
function isUnder(address: string, confirmed: string): boolean {
  return (
    address.startsWith(confirmed) &&
    URL.canParse(address) &&
    URL.canParse(confirmed) &&
    new URL(address).origin === new URL(confirmed).origin
  );
}
