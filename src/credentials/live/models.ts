import type { LiveCheck } from "./question.ts";

/** OpenAI: a list of models. A restricted key may be refused it with 401 or 403 and the scopes it lacks. */
export const OPENAI: LiveCheck = {
  what: "API key",
  parts: { key: "openai-key" },
  questions: [
    {
      request: ({ parts: { key } }) => ({
        host: "api.openai.com",
        path: "/v1/models",
        headers: { Authorization: `Bearer ${key}` },
      }),
      rules: [
        { status: [200], has: ["data"], means: "valid", says: "is taken" },
        {
          status: [401, 403],
          has: ["error"],
          text: /missing scopes/i,
          means: "restricted",
          says: "is taken, and may not list models",
        },
        { status: [401], has: ["error"], text: /invalid_api_key/, means: "invalid", says: "is not known to OpenAI" },
        {
          status: [429],
          has: ["error"],
          text: /insufficient_quota|billing_hard_limit/,
          means: "valid",
          says: "is taken; its quota is used up",
        },
        { status: [429], has: ["error"], means: "valid", says: "is taken; it asks too often just now" },
      ],
    },
  ],
};

/** Anthropic: a list of models. */
export const ANTHROPIC: LiveCheck = {
  what: "API key",
  parts: { key: "anthropic-key" },
  questions: [
    {
      request: ({ parts: { key = "" } }) => ({
        host: "api.anthropic.com",
        path: "/v1/models",
        headers: { "x-api-key": key, "anthropic-version": "2023-06-01" },
      }),
      rules: [
        { status: [200], has: ["data"], means: "valid", says: "is taken" },
        { status: [401, 404], has: ["error"], means: "invalid", says: "is not known to Anthropic" },
      ],
    },
  ],
};
