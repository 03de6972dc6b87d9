import type { Plugin } from "esbuild";
export function lazyRequires(text: string): string;
export function lazyBuiltins(text: string): string;
export const lazyOclif: Plugin;
