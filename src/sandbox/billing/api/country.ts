/** Regions that CLDR names and ISO 3166-1 does not. */
const NO_COUNTRIES = ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"];

const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });

/** True for a two-letter country code of ISO 3166-1 that is in use. */
export const isCountry = (code: string): boolean =>
  /^[A-Z]{2}$/.test(code) &&
  !NO_COUNTRIES.includes(code) &&
  new Intl.Locale(`und-${code}`).region === code &&
  names.of(code) !== undefined;
