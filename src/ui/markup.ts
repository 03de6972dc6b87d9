const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** What XML 1.0 (2.2) and HTML have no way to write: control characters but tab and line ends, lone surrogates, non-characters. */
const UNWRITABLE = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu;

/** Foreign text for XML or HTML, in an element or between quotes; what neither can hold becomes U+FFFD. */
export const markup = (text: string): string =>
  text.replace(UNWRITABLE, "\uFFFD").replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
