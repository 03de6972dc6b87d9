/** A text that stands where a value should. */
interface Slip {
  readonly matches: RegExp;
  readonly why: string;
}

/** What people and templates leave in place of a value. */
const PLACEHOLDERS: readonly Slip[] = [
  { matches: /REPLACE_WITH_[A-Z0-9_]+/, why: "is the placeholder of the Terraform module" },
  { matches: /^<[^<>]*>$/, why: "is a placeholder in angle brackets" },
  { matches: /^\$\{[^}]*\}$|^\{\{.*\}\}$/, why: "is a reference that nothing has filled in" },
  { matches: /^[*•]{3,}$/, why: "is the mask of a value" },
  { matches: /^\[(?:secret|redacted|REDACTED)\]$/, why: "is the mask of a value" },
  { matches: /^\.{3}|\.{3}$|…/, why: "is a documentation's example, cut with dots" },
  { matches: /^your[-_ ]/i, why: "is a documentation's example" },
  { matches: /^(.)\1{5,}$/, why: "is one character many times" },
  { matches: /^x{3,}$|x{8,}/i, why: "is filled with x" },
];

/** Words that stand for a value, and may well be a name. */
const WORDS: readonly Slip[] = [
  {
    matches:
      /^(?:change[-_ ]?(?:me|it)|to[-_ ]?do|tbd|fix[-_ ]?me|place[-_ ]?holder|dummy|fake|sample|example|test|none|null|nil|undefined|n\/?a|-+|\?+|secret|passw(?:or)?d|not[-_]configured)$/i,
    why: "is a word that stands for a value",
  },
];

/** Slips of copying, which no form of a single line allows. */
const COPIED: readonly Slip[] = [
  { matches: /^\s|\s$/, why: "begins or ends with white space" },
  { matches: /[\r\n]/, why: "holds a line break" },
  { matches: /\p{Cc}/u, why: "holds a control character" },
  { matches: /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/, why: "holds a character that cannot be seen" },
  { matches: /^(["'`]).*\1$/, why: "is wrapped in quotes" },
  { matches: /^(?:bearer|basic)\s/i, why: "begins with the word of an Authorization header" },
  { matches: /^(?:export\s+)?[A-Z][A-Z0-9_]{2,}=/, why: "begins with the name of a variable" },
];

/** Forms that belong to somebody else, to say what was pasted into the wrong field. */
const KNOWN: readonly Slip[] = [
  { matches: /^sk-ant-admin/, why: "is an Anthropic admin key, which manages the organization" },
  { matches: /^sk-ant-/, why: "looks like a key of Anthropic" },
  { matches: /^sk-admin-/, why: "is an OpenAI admin key, which manages the organization" },
  { matches: /^sk-(?:proj|svcacct|service)-/, why: "looks like a key of OpenAI that is not whole" },
  { matches: /^SG\./, why: "looks like a key of SendGrid" },
  { matches: /^GOCSPX-/, why: "looks like a Google client secret" },
  { matches: /\.apps\.googleusercontent\.com$/, why: "looks like a Google client id" },
  { matches: /^AIza/, why: "looks like a Google API key" },
  { matches: /^ATCTT3/, why: "is an Atlassian organization's admin key" },
  { matches: /^ATATT3/, why: "looks like an Atlassian API token" },
  { matches: /^https:\/\/hooks\.slack(?:-gov)?\.com\/(?:workflows|triggers)\//, why: "starts a workflow of Slack" },
  { matches: /^https:\/\/hooks\.slack(?:-gov)?\.com\//, why: "looks like a webhook of Slack that is not whole" },
  { matches: /^(?:xox[a-z]|xapp)[-.]/, why: "looks like a token of Slack" },
  { matches: /^(?:gh[pousr]_|github_pat_)/, why: "looks like a token of GitHub" },
  { matches: /^Iv(?:1\.|23)/, why: "looks like a client id of GitHub" },
  { matches: /^(?:AKIA|ASIA)[A-Z0-9]{16}$/, why: "looks like an access key of AWS" },
  { matches: /-----BEGIN /, why: "is a PEM text" },
  { matches: /^eyJ[\w-]+\.[\w-]+\./, why: "looks like a JWT" },
];

const whyOf = (slips: readonly Slip[], text: string): string | undefined =>
  slips.find(({ matches }) => matches.test(text))?.why;

/** Why a text is a placeholder; undefined for what may be a value. A name may be a word that no secret is. */
export const placeholderIn = (text: string, isName = false): string | undefined =>
  whyOf(isName ? PLACEHOLDERS : [...PLACEHOLDERS, ...WORDS], text.trim());

/** What went wrong when it was copied; undefined where nothing did. */
export const slipIn = (text: string): string | undefined => whyOf(COPIED, text);

/** Whose form a text has. */
export const strangerIn = (text: string): string | undefined => whyOf(KNOWN, text);
