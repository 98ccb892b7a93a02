/** The addresses of a log group's pages. */
export function groupPath(group: string): string {
  return `/console/cloudwatch/log-groups/${encodeURIComponent(group)}`;
}

export function streamPath(group: string, stream: string): string {
  return `${groupPath(group)}/log-streams/${encodeURIComponent(stream)}`;
}

export const groupsCrumb = { text: "Log groups", href: "/console/cloudwatch/log-groups" };
