/** The addresses of a bus's, a rule's, a schedule's and a pipe's pages. */
export function busPath(bus: string): string {
  return `/console/events/buses/${encodeURIComponent(bus)}`;
}

export function rulePath(bus: string, rule: string): string {
  return `/console/events/rules/${encodeURIComponent(bus)}/${encodeURIComponent(rule)}`;
}

export function rulesPath(bus: string): string {
  return `/console/events/rules?bus=${encodeURIComponent(bus)}`;
}

export function schedulePath(group: string, schedule: string): string {
  return `/console/events/schedules/${encodeURIComponent(group)}/${encodeURIComponent(schedule)}`;
}

export function pipePath(pipe: string): string {
  return `/console/events/pipes/${encodeURIComponent(pipe)}`;
}
