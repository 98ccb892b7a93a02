import Alert from "@cloudscape-design/components/alert";
import { useLive } from "../../../live/use-live.ts";

/**
 * That the machine has no interpreter for the function's runtime, or that another version stands in for it. AWS's API has no place for it, so the server is
 * asked as `squall runtimes` is; one that checks signatures tells nobody.
 */
export function RuntimeNotice({ runtime }: { runtime: string | undefined }) {
  const notices = useLive("lambda/runtimes", readNotices, { everyMs: 15_000 });
  const notice = runtime === undefined ? undefined : notices.data?.[runtime];
  if (notice === undefined) return null;
  return (
    <Alert type="warning" header={`This machine does not have ${runtime}`}>
      {notice}
    </Alert>
  );
}

async function readNotices(signal: AbortSignal): Promise<Readonly<Record<string, string>>> {
  const response = await fetch("/_squall/runtimes", { method: "POST", body: "{}", signal });
  if (!response.ok) return {};
  return ((await response.json()) as { notices: Readonly<Record<string, string>> }).notices;
}
