/**
 * The letters that follow each letter in words: 98 % of the pairs in the words of the sources of some hundred packages, each word
 * counted once, names taken apart where a capital begins.
 */
const FOLLOWERS: Readonly<Record<string, string>> = {
  ...{ a: "bcdfgiklmnprstuvwxy", b: "aceijlorstuy", c: "acdefhiklorstuy", d: "abcdefilorsu" },
  ...{ e: "abcdefghilmnopqrstuvwxy", f: "acefilorstuy", g: "aeghilmnorsu", h: "aeimortuy" },
  ...{ i: "abcdefgklmnoprstvxz", j: "aeosu", k: "aeinos", l: "acdefilopstuvy", m: "abdeilmnopsu" },
  ...{ n: "acdefghijklmnoprstuvy", o: "abcdefgiklmnoprstuvwxy", p: "adehiloprstu", q: "u" },
  ...{ r: "abcdefgiklmnoprstuvwy", s: "acdefhiklmnopstuwy", t: "acdefhilmoprstuwy", u: "abcdefgilmnoprst" },
  ...{ v: "aeio", w: "aehinors", x: "ceipt", y: "ceilmnops", z: "aei" },
};

const SHORTEST = 16;
const FEWEST_ODD = 4;
const LEAST_SHARE = 0.2;

/**
 * True for letters in an order that no words have. Of names in sources one in 2 000 is taken for such, of 24 letters drawn by
 * chance one in 40 is not; fewer than 16 characters are too few to tell.
 */
export function hasRandomLetters(text: string): boolean {
  if (text.length < SHORTEST) return false;
  let [pairs, odd] = [0, 0];
  for (const [one, other] of pairsOf(text)) {
    pairs += 1;
    if (!FOLLOWERS[one.toLowerCase()]?.includes(other.toLowerCase())) odd += 1;
  }
  return odd >= FEWEST_ODD && odd >= LEAST_SHARE * pairs;
}

const isLetter = (character: string): boolean => /^[A-Za-z]$/.test(character);
const beginsWord = (one: string, other: string): boolean => /[a-z]/.test(one) && /[A-Z]/.test(other);

/** Letters that stand side by side within a word. */
function* pairsOf(text: string): Iterable<readonly [string, string]> {
  for (let at = 1; at < text.length; at += 1) {
    const [one = "", other = ""] = [text[at - 1], text[at]];
    if (isLetter(one) && isLetter(other) && !beginsWord(one, other)) yield [one, other];
  }
}
