import { textTable } from "./table.ts";

/** What the table shows of an image. */
interface Row {
  readonly image: string;
  readonly services: readonly string[];
  readonly here: boolean;
  readonly bytes?: number;
  readonly locked?: string;
  readonly prepared?: boolean;
}

const HEADERS = ["Image", "Used by", "Here", "Size", "Prepared", "Locked"];
const MEGABYTE = 1e6;

/** The images of a stack as aligned text. */
export function imageTable(images: readonly Row[], width?: number): string {
  const rows = images.map(({ image, services, here, bytes, locked, prepared }) => [
    ...[image, services.join(", "), said(here)],
    bytes === undefined ? NONE : `${Math.round(bytes / MEGABYTE)} MB`,
    ...[said(prepared), said(locked !== undefined)],
  ]);
  return textTable(HEADERS, rows, width === undefined ? {} : { width });
}

const NONE = "-";
const said = (fact: boolean | undefined): string => (fact === undefined ? NONE : fact ? "yes" : "no");
