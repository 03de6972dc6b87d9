// What a plain scanner by regular expressions does, as gitleaks does it: keywords first, then each rule whose keyword is there.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const RULES = [
  [
    ["t3blbkfj"],
    /\b(sk-(?:proj|svcacct|admin)-[\w-]{20,74}T3BlbkFJ[\w-]{20,74}|sk-[a-zA-Z0-9]{20}T3BlbkFJ[a-zA-Z0-9]{20})\b/g,
  ],
  [["sk-ant-api03"], /\b(sk-ant-api03-[a-zA-Z0-9_-]{93}AA)\b/g],
  [["sk-ant-admin01"], /\b(sk-ant-admin01-[a-zA-Z0-9_-]{93}AA)\b/g],
  [["sg."], /\b(SG\.[a-z0-9=_.-]{66})\b/gi],
  [["ghp_"], /ghp_[0-9a-zA-Z]{36}/g],
  [["gho_"], /gho_[0-9a-zA-Z]{36}/g],
  [["ghu_", "ghs_"], /(?:ghu|ghs)_[0-9a-zA-Z]{36}/g],
  [["ghr_"], /ghr_[0-9a-zA-Z]{36}/g],
  [["github_pat_"], /github_pat_\w{82}/g],
  [["atatt3"], /\b(ATATT3[A-Za-z0-9_=-]{186})\b/g],
  [["hooks.slack.com"], /hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9+/]{43,56}/g],
  [["xoxb"], /xoxb-[0-9]{10,13}-[0-9]{10,13}[a-zA-Z0-9-]*/g],
  [["xoxp", "xoxe"], /xox[pe](?:-[0-9]{10,13}){3}-[a-zA-Z0-9-]{28,34}/g],
  [["xapp"], /xapp-\d-[A-Z0-9]+-\d+-[a-z0-9]+/gi],
  [["-----begin"], /-----BEGIN[ A-Z0-9_-]{0,100}PRIVATE KEY(?: BLOCK)?-----[\s\S-]{64,}?KEY(?: BLOCK)?-----/gi],
  [["akia", "asia", "abia", "acca", "a3t"], /\b((?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16})\b/g],
  [["aiza"], /\b(AIza[\w-]{35})\b/g],
  [["npm_"], /\b(npm_[a-z0-9]{36})\b/gi],
  [["hvs.", "s."], /\b(hvs\.[\w-]{90,120})\b/g],
  [["age-secret-key-1"], /AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}/g],
  [["://"], /[a-z][a-z0-9+.-]*:\/\/[^\s:/@"']{0,64}:[^\s@/"'{$]{6,64}@[\w.-]+/gi],
  [
    ["key", "secret", "token", "passw", "auth", "credential"],
    /[\w.-]{0,50}?(?:access|auth|api|credential|creds|key|passw(?:or)?d|secret|token)(?:[ \t\w.-]{0,20})["'\s]{0,3}(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)[`'"\s=]{0,5}([\w.=-]{10,150}|[a-z0-9][a-z0-9+/]{11,}={0,3})(?:[`'"\s;]|\\[nr]|$)/gi,
  ],
];
const LEAST_ENTROPY = 3.5;

function entropy(text) {
  const counts = new Map();
  for (const one of text) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

const looksDrawn = (value) => entropy(value) >= LEAST_ENTROPY && /\d/.test(value);

/** How many findings a text has. */
export function plainFindings(text) {
  const lower = text.toLowerCase();
  const counts = RULES.map(([keywords, pattern], index) => {
    if (!keywords.some((keyword) => lower.includes(keyword))) return 0;
    const matches = [...text.matchAll(pattern)];
    return matches.filter(([, value = ""]) => index < RULES.length - 1 || looksDrawn(value)).length;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Reads every file below a folder and looks through it; what was read, in bytes, and what was found. */
export function plainScan(folder) {
  let [bytes, found] = [0, 0];
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) {
      const inner = plainScan(path);
      [bytes, found] = [bytes + inner.bytes, found + inner.found];
      continue;
    }
    const content = readFileSync(path);
    bytes += content.length;
    if (!content.subarray(0, 8000).includes(0)) found += plainFindings(content.toString("utf8"));
  }
  return { bytes, found };
}
