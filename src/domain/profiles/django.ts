import { type EnvValue, literal, onMachine, secret } from "../env-value.ts";
import { managed } from "../service.ts";
import {
  APPLICATION,
  type Profile,
  type ProfileVariable,
  setting,
  settingByMode,
  settingOfMachine,
} from "./profile.ts";

/** Where Ollama listens by default; it is the developer's own and follows no slot. */
const OLLAMA_PORT = 11434;

const optional = (variable: ProfileVariable): ProfileVariable => ({ ...variable, required: false });

const ofService = (service: string, name: string, value: EnvValue, isSecret = false): ProfileVariable => ({
  name,
  service,
  required: true,
  secret: isSecret,
  effective: managed(value),
});

const core: readonly ProfileVariable[] = [
  {
    ...ofService(APPLICATION, "DJANGO_SECRET_KEY", secret("django/secret-key"), true),
    because: "the settings module wants at least 50 characters",
  },
  optional(settingByMode("DJANGO_DEBUG", "True", literal("False"))),
  settingOfMachine("DJANGO_ALLOWED_HOSTS", { kind: "machineNames" }),
  settingByMode("DJANGO_SETTINGS_MODULE", "config.settings.development", literal("config.settings.production")),
  settingOfMachine("VOICE_AGENT_BASE_URL", onMachine("api")),
  settingOfMachine("VOICE_AGENT_WS_BASE_URL", onMachine("api", "ws")),
  settingOfMachine("CORS_ALLOWED_ORIGINS", { kind: "origins", ports: ["portal", "composePortal", "web"] }),
];

const data: readonly ProfileVariable[] = [
  ofService("postgres", "DB_HOST", { kind: "endpoint", service: "postgres", port: "sql", form: "host" }),
  optional(ofService("postgres", "DB_PORT", { kind: "endpoint", service: "postgres", port: "sql", form: "port" })),
  ofService("postgres", "DB_NAME", literal("agentvoicebox")),
  ofService("postgres", "DB_USER", literal("agentvoicebox")),
  ofService("postgres", "DB_PASSWORD", secret("postgres/agentvoicebox"), true),
  {
    ...ofService("redis", "REDIS_URL", {
      kind: "endpoint",
      service: "redis",
      port: "redis",
      form: "url",
      scheme: "redis",
      path: "/0",
    }),
    because: "the application finds its cache and channel databases by replacing /0",
  },
  setting("REDIS_MAX_CONNECTIONS", "200"),
  setting("REDIS_SOCKET_TIMEOUT", "5.0"),
  setting("REDIS_SOCKET_CONNECT_TIMEOUT", "5.0"),
  setting("REDIS_RETRY_ON_TIMEOUT", "true"),
  setting("REDIS_HEALTH_CHECK_INTERVAL", "30"),
];

const models: readonly ProfileVariable[] = [
  setting("GROQ_API_BASE", "https://api.groq.com/openai/v1"),
  setting("OPENAI_API_BASE", "https://api.openai.com/v1"),
  settingOfMachine("OLLAMA_BASE_URL", onMachine(OLLAMA_PORT)),
  settingByMode("LLM_DEFAULT_PROVIDER", "ollama", literal("groq")),
  settingByMode("LLM_DEFAULT_MODEL", "llama3.2"),
  setting("LLM_MAX_TOKENS", "1024"),
  setting("LLM_TEMPERATURE", "0.7"),
  setting("LLM_CIRCUIT_BREAKER_THRESHOLD", "5"),
  setting("LLM_CIRCUIT_BREAKER_TIMEOUT", "30.0"),
  setting("LLM_MAX_HISTORY_ITEMS", "40"),
  settingByMode("LLM_PROVIDER_PRIORITY", "ollama,groq,openai", literal("groq,openai,ollama")),
  setting("LLM_STREAM_REQUESTS", "llm:requests"),
  setting("LLM_GROUP_WORKERS", "llm-workers"),
  setting("LLM_RESPONSE_CHANNEL", "llm:response"),
];

const speech: readonly ProfileVariable[] = [
  settingByMode("STT_MODEL", "base"),
  settingByMode("STT_DEVICE", "cpu", literal("auto")),
  {
    ...settingByMode("STT_COMPUTE_TYPE", "int8", literal("float16")),
    because: "half precision needs a graphics processor",
  },
  setting("STT_BATCH_SIZE", "4"),
  setting("STT_SAMPLE_RATE", "16000"),
  setting("STT_STREAM_AUDIO", "audio:stt"),
  setting("STT_GROUP_WORKERS", "stt-workers"),
  setting("STT_CHANNEL_TRANSCRIPTION", "transcription"),
  settingByMode("TTS_MODEL_DIR", "cache/kokoro"),
  setting("TTS_MODEL_FILE", "kokoro-v1.0.onnx"),
  setting("TTS_VOICES_FILE", "voices-v1.0.bin"),
  setting("TTS_DEFAULT_VOICE", "am_onyx"),
  setting("TTS_DEFAULT_SPEED", "1.1"),
  setting("TTS_CHUNK_SIZE", "24000"),
  setting("TTS_STREAM_REQUESTS", "tts:requests"),
  setting("TTS_GROUP_WORKERS", "tts-workers"),
  setting("TTS_CHANNEL_TTS", "tts"),
  setting("TTS_CHANNEL_AUDIO_OUT", "audio:out"),
];

const limits: readonly ProfileVariable[] = [
  setting("REALTIME_REQUESTS_PER_MINUTE", "100"),
  setting("REALTIME_TOKENS_PER_MINUTE", "10000"),
  setting("REALTIME_RATE_LIMIT_WINDOW_SECONDS", "60"),
];

/**
 * What AgentVoiceBox's settings module reads beyond the matrix. With the matrix it makes the module's 63 required names;
 * the figures are the defaults of its configuration specification, sections 2 to 17.
 */
export const django: Profile = {
  id: "django",
  matrix: true,
  variables: [...core, ...data, ...models, ...speech, ...limits],
};
