import { LIVE_MS } from "../../domain/live/limits.ts";
import type { Step } from "../../domain/plan.ts";

const MEGABYTE = 1e6;

/** Fetches an image, saying how far it is. */
export const imageStep = (image: string): Step => ({
  id: `image-${image}`,
  title: `pull ${image}`,
  because: "it is not on this machine",
  after: [],
  run: (world, report, signal) =>
    world.containers.pull(image, { timeoutMs: LIVE_MS.silence, signal }, ({ bytes, of, layers }) =>
      report.progress(`${megabytes(bytes)} of ${megabytes(of)} MB, ${layers} layers`),
    ),
});

const megabytes = (bytes: number): string => (bytes / MEGABYTE).toFixed(bytes < 10 * MEGABYTE ? 1 : 0);
