export { regionKey } from "../../block-storage/region-key.ts";
