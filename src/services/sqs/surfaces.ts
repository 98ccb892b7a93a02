import type { Surface } from "../surface.ts";
import { lookSurface } from "./look/look-surface.ts";
import { unknownOperation } from "./queues/unknown-operation.ts";
import type { SqsState } from "./state.ts";

export const surfaces: readonly Surface<SqsState>[] = [lookSurface, unknownOperation];
