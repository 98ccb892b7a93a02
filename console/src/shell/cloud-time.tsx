import type { TopNavigationProps } from "@cloudscape-design/components/top-navigation";
import { useAction } from "../live/use-action.ts";
import { useLive } from "../live/use-live.ts";
import { setCloudNow } from "../text/cloud-clock.ts";
import { formatTime } from "../text/times.ts";
import { useNotify } from "./notifications.tsx";

interface CloudTime {
  readonly now: string;
  /** Before the machine's: it was moved on. */
  readonly aheadMilliseconds: number;
  readonly nextSchedule?: string;
  /** A server that checks signatures lets nobody move it: its time is everybody's. */
  readonly mayAdvance: boolean;
}

const path = "/_squall/clock";
const lookMs = 5_000;
/** What lies below is the time between two readings. */
const leastAheadMs = 2_000;

/**
 * The cloud's time, and what moves it: so that tonight's backup is seen now. It is what `squall clock advance` asks, too. Undefined while it is the machine's
 * and nobody may move it.
 */
export function useCloudTime(): TopNavigationProps.MenuDropdownUtility | undefined {
  const notify = useNotify();
  const time = useLive<CloudTime>("shell/clock", readTime, { everyMs: lookMs });
  const move = useAction(
    async (asked: object) => {
      const { now } = await postTime(asked);
      notify.success(`The cloud's time is now ${formatTime(now)}.`);
      time.refresh();
    },
    (error) => notify.error("The time could not be moved", error),
  );
  if (!time.data) return undefined;
  const { now, aheadMilliseconds, nextSchedule, mayAdvance } = time.data;
  const isAhead = Math.abs(aheadMilliseconds) >= leastAheadMs;
  if (!mayAdvance && !isAhead) return undefined;
  const shown = move.isRunning ? "Moving the time …" : isAhead ? short.format(new Date(now)) : undefined;
  return {
    type: "menu-dropdown",
    iconName: "status-pending",
    text: shown,
    title: "Time",
    description: `The cloud's time: ${formatTime(now)}`,
    ariaLabel: isAhead ? `Time: ${formatTime(now)}` : "Time",
    items: mayAdvance
      ? [
          { id: "minute", text: "Go on by one minute", disabled: move.isRunning },
          { id: "day", text: "Go on by one day", disabled: move.isRunning },
          {
            id: "next",
            text: "Go on to the next schedule",
            secondaryText: nextSchedule ? formatTime(nextSchedule) : "There is no schedule to come",
            disabled: move.isRunning || nextSchedule === undefined,
          },
        ]
      : [{ id: "none", text: "It cannot be moved here", disabled: true }],
    onItemClick: ({ detail }) => {
      const asked = steps[detail.id];
      if (asked) void move.run(asked);
    },
  };
}

const steps: Readonly<Record<string, object>> = {
  minute: { advanceMilliseconds: 60_000 },
  day: { advanceMilliseconds: 86_400_000 },
  next: { toNextSchedule: true },
};

const short = new Intl.DateTimeFormat("en-US", {
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

async function readTime(signal: AbortSignal): Promise<CloudTime> {
  const response = await fetch(path, { cache: "no-store", signal });
  if (!response.ok) throw new Error(response.statusText);
  const time = (await response.json()) as CloudTime;
  setCloudNow(Date.parse(time.now));
  return time;
}

async function postTime(asked: object): Promise<{ readonly now: string }> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(asked) });
  const answer = (await response.json()) as { now: string; message?: string };
  if (response.ok) return answer;
  throw Object.assign(new Error(answer.message), { name: response.status === 403 ? "AccessDenied" : "Error" });
}
