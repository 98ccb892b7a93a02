import { RouteLink } from "../../../shell/links.tsx";

/** The level of a stage's execution logs, and where they are. */
export function ExecutionLogs({ level = "OFF", group }: { level: string | undefined; group: string }) {
  if (level === "OFF") return "Off";
  return (
    <>
      {level}: <GroupLink name={group} />
    </>
  );
}

function GroupLink({ name }: { name: string }) {
  return <RouteLink href={`/console/cloudwatch/log-groups/${encodeURIComponent(name)}`}>{name}</RouteLink>;
}

export function LogLink({ arn }: { arn: string | undefined }) {
  const group = /:log-group:([^:]+)/.exec(arn ?? "")?.[1];
  if (group === undefined) return arn ?? "Inactive";
  return <GroupLink name={group} />;
}
