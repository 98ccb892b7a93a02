/** The addresses of a function's pages. */
export function functionPath(name: string, tab?: string): string {
  const path = `/console/lambda/functions/${encodeURIComponent(name)}`;
  return tab ? `${path}?tab=${tab}` : path;
}

export function versionPath(name: string, version: string): string {
  return `${functionPath(name)}/versions/${version}`;
}

export function layerPath(layer: string): string {
  return `/console/lambda/layers/${encodeURIComponent(layer)}`;
}

export function functionCrumbs(name: string) {
  return [
    { text: "Functions", href: "/console/lambda/functions" },
    { text: name, href: functionPath(name) },
  ];
}

export function logGroupPath(group: string): string {
  return `/console/cloudwatch/log-groups/${encodeURIComponent(group)}`;
}
