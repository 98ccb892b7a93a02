import { CostExplorerClient, GetCostAndUsageCommand, GetCostForecastCommand } from "@aws-sdk/client-cost-explorer";
import { useLive } from "../../live/use-live.ts";
import { Details } from "../../shell/details.tsx";
import { Loaded } from "../../shell/loaded.tsx";
import { useClient } from "../../shell/session-provider.tsx";
import { cloudNowMs } from "../../text/cloud-clock.ts";
import { dateText, monthOf } from "./costs.ts";

const dayMs = 86_400_000;

/** What this month has cost so far, what it will have cost at its end, and what the last one has. */
export function Month() {
  const client = useClient(CostExplorerClient);
  const month = useLive(
    "billing/month",
    async () => {
      const nowMs = cloudNowMs();
      const { start, end } = monthOf(nowMs);
      const last = monthOf(Date.parse(start) - dayMs);
      const { ResultsByTime = [] } = await client.send(
        new GetCostAndUsageCommand({
          TimePeriod: { Start: last.start, End: end },
          Granularity: "MONTHLY",
          Metrics: ["UnblendedCost"],
        }),
      );
      const [before, soFar] = ResultsByTime.map(({ Total }) => Number(Total?.UnblendedCost?.Amount ?? 0));
      const ahead = soFar ? await readAhead(client, nowMs, end) : undefined;
      return { before: before ?? 0, soFar: soFar ?? 0, ahead, end };
    },
    { everyMs: 10_000 },
  );
  return (
    <Loaded live={month} what="the month's costs" feature="Cost Explorer">
      {({ before, soFar, ahead, end }) => (
        <Details
          title="Cost summary"
          items={[
            ["Month-to-date cost", usd(soFar)],
            [
              "Total forecasted cost for current month",
              ahead === undefined
                ? "There is nothing to go by yet"
                : `${usd(soFar + ahead.mean)} (${usd(soFar + ahead.lower)} to ${usd(soFar + ahead.upper)} with 80 %)`,
            ],
            ["Last month's cost", usd(before)],
            ["The month ends", end],
          ]}
        />
      )}
    </Loaded>
  );
}

interface Ahead {
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
}

/** From tomorrow on, and of today what is left; on the last day only that. */
async function readAhead(client: CostExplorerClient, nowMs: number, end: string): Promise<Ahead> {
  const today = dateText(nowMs);
  const { ForecastResultsByTime = [] } = await client.send(
    new GetCostForecastCommand({
      TimePeriod: { Start: today, End: end },
      Granularity: "DAILY",
      Metric: "UNBLENDED_COST",
      PredictionIntervalLevel: 80,
    }),
  );
  const leftOfToday = 1 - (nowMs % dayMs) / dayMs;
  const sum = (read: (result: (typeof ForecastResultsByTime)[number]) => string | undefined) =>
    ForecastResultsByTime.reduce(
      (total, result, at) => total + Number(read(result) ?? 0) * (at === 0 ? leftOfToday : 1),
      0,
    );
  return {
    mean: sum(({ MeanValue }) => MeanValue),
    lower: sum(({ PredictionIntervalLowerBound }) => PredictionIntervalLowerBound),
    upper: sum(({ PredictionIntervalUpperBound }) => PredictionIntervalUpperBound),
  };
}

function usd(amount: number): string {
  return `${amount.toFixed(Math.abs(amount) < 1 ? 6 : 2)} USD`;
}
