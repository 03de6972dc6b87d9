/** True when `version` is at least what a `>=x.y` or `>=x.y.z` asks for; a pre-release counts as its release. */
export function satisfies(version: string, requires: string): boolean {
  const have = numbersOf(version);
  const want = numbersOf(requires);
  const differs = want.findIndex((number, index) => number !== (have[index] ?? 0));
  return differs === -1 || (have[differs] ?? 0) > (want[differs] ?? 0);
}

const numbersOf = (text: string): readonly number[] => (text.match(/\d+/g) ?? []).slice(0, 3).map(Number);
