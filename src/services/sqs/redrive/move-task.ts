/** One StartMessageMoveTask: dead letters on their way back. */
export interface MoveTask {
  readonly id: string;
  readonly status: "RUNNING" | "COMPLETED" | "CANCELLED" | "FAILED";
  readonly sourceArn: string;
  /** Without it each message goes back to the queue that it came from. */
  readonly destinationArn: string | undefined;
  readonly perSecond: number | undefined;
  readonly startedMs: number;
  readonly moved: number;
  readonly toMove: number;
  readonly failureReason: string | undefined;
}

export function toTaskHandle({ id, sourceArn }: Pick<MoveTask, "id" | "sourceArn">): string {
  return Buffer.from(JSON.stringify({ taskId: id, sourceArn })).toString("base64");
}

/** Undefined for a text that is none. */
export function fromTaskHandle(handle: string): Pick<MoveTask, "id" | "sourceArn"> | undefined {
  try {
    const { taskId, sourceArn } = JSON.parse(Buffer.from(handle, "base64").toString()) as Record<string, unknown>;
    return typeof taskId === "string" && typeof sourceArn === "string" ? { id: taskId, sourceArn } : undefined;
  } catch {
    return undefined;
  }
}
