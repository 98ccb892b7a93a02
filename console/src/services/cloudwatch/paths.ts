/** The addresses of CloudWatch's pages. */
export function groupPath(group: string): string {
  return `/console/cloudwatch/log-groups/${encodeURIComponent(group)}`;
}

export function streamPath(group: string, stream: string): string {
  return `${groupPath(group)}/log-streams/${encodeURIComponent(stream)}`;
}

export const alarmsPath = "/console/cloudwatch/alarms";
export const dashboardsPath = "/console/cloudwatch/dashboards";
export const metricsPath = "/console/cloudwatch/metrics";
export const insightsPath = "/console/cloudwatch/logs-insights";

export function alarmPath(name: string): string {
  return `${alarmsPath}/${encodeURIComponent(name)}`;
}

export function dashboardPath(name: string): string {
  return `${dashboardsPath}/${encodeURIComponent(name)}`;
}

export const groupsCrumb = { text: "Log groups", href: "/console/cloudwatch/log-groups" };
export const alarmsCrumb = { text: "Alarms", href: alarmsPath };
export const dashboardsCrumb = { text: "Dashboards", href: dashboardsPath };
