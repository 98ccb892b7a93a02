import type { Surface } from "../surface.ts";
import type { LambdaState } from "./state.ts";
import { urlsByHost, urlsByPath } from "./urls/url-surfaces.ts";

export const surfaces: readonly Surface<LambdaState>[] = [urlsByHost, urlsByPath];
