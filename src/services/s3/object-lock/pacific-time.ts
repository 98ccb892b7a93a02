/** A date as S3's own computers print it in a refusal: `Tue Dec 31 16:00:00 PST 2019`. Source: recorded answers. */
export function toPacificTime(date: Date): string {
  const parts = new Map(format.formatToParts(date).map(({ type, value }) => [type, value]));
  const [weekday, month, day] = ["weekday", "month", "day"].map((type) => parts.get(type as "day"));
  const time = ["hour", "minute", "second"].map((type) => parts.get(type as "hour")).join(":");
  return `${weekday} ${month} ${day} ${time} ${parts.get("timeZoneName")} ${parts.get("year")}`;
}

const format = new Intl.DateTimeFormat("en-US", {
  timeZone: "America/Los_Angeles",
  weekday: "short",
  month: "short",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  year: "numeric",
  timeZoneName: "short",
});
