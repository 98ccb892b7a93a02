import type { Surface } from "../surface.ts";
import { formSurface } from "./form-upload/form-surface.ts";
import type { S3State } from "./state.ts";
import { websiteSurface } from "./website/website-surface.ts";

export const surfaces: readonly Surface<S3State>[] = [websiteSurface, formSurface];
