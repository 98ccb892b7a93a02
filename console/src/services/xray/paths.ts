export const flowPath = (id: string) => `/console/xray/flows/${encodeURIComponent(id)}`;
export const tracePath = (id: string) => `/console/xray/traces/${encodeURIComponent(id)}`;
export const tracesPath = (filter: string) => `/console/xray/traces?${new URLSearchParams({ filter })}`;
