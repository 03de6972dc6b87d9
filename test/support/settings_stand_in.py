"""Stands in for AgentVoiceBox's settings module: its names, which of them are required, its defaults, and types that refuse what
Django could not use. Reads the file given as the only argument, prints what it read as JSON, and ends with status 1 and the
wrong names on stderr, as the module does."""

import json
import sys
from typing import Annotated, Optional

from pydantic import AfterValidator, Field, HttpUrl, NonNegativeFloat, PositiveFloat, PositiveInt, RedisDsn
from pydantic import ValidationError, WebsocketUrl, create_model
from pydantic_settings import BaseSettings, SettingsConfigDict


def pattern(expression):
    return Annotated[str, Field(pattern=expression)]


def each(check):
    def of_list(text):
        for item in text.split(","):
            check(item)
        return text

    return Annotated[str, Field(min_length=1), AfterValidator(of_list)]


def origin(text):
    url = HttpUrl(text)
    if text != f"{url.scheme}://{url.host}:{url.port}":
        raise ValueError(f"{text} is not an origin")


def host_name(text):
    if text == "" or "/" in text or text != text.strip():
        raise ValueError(f"'{text}' is not a host")


def database_zero(url):
    if url.path != "/0":
        raise ValueError("the other databases are found by replacing /0")
    return url


Text = Annotated[str, Field(min_length=1)]
HostPort = pattern(r"^[A-Za-z0-9.-]+:[0-9]{1,5}$")

REQUIRED = [
    (Annotated[str, Field(min_length=50)], "DJANGO_SECRET_KEY"),
    (each(host_name), "DJANGO_ALLOWED_HOSTS"),
    (each(origin), "CORS_ALLOWED_ORIGINS"),
    (WebsocketUrl, "VOICE_AGENT_WS_BASE_URL"),
    (HttpUrl, "VOICE_AGENT_BASE_URL KEYCLOAK_URL VAULT_ADDR OPA_URL LAGO_API_URL GROQ_API_BASE OPENAI_API_BASE OLLAMA_BASE_URL"),
    (Annotated[RedisDsn, AfterValidator(database_zero)], "REDIS_URL"),
    (HostPort, "TEMPORAL_HOST KAFKA_BOOTSTRAP_SERVERS"),
    (pattern(r"^/v1/data/"), "OPA_DECISION_PATH"),
    (pattern(r"^config\.settings\.[a-z]+$"), "DJANGO_SETTINGS_MODULE"),
    (pattern(r"^(cpu|cuda|auto)$"), "STT_DEVICE"),
    (
        Text,
        "DB_HOST DB_NAME DB_USER DB_PASSWORD KEYCLOAK_REALM KEYCLOAK_CLIENT_ID TEMPORAL_NAMESPACE TEMPORAL_TASK_QUEUE"
        " KAFKA_CONSUMER_GROUP LLM_DEFAULT_PROVIDER LLM_DEFAULT_MODEL LLM_PROVIDER_PRIORITY STT_MODEL STT_COMPUTE_TYPE"
        " TTS_MODEL_DIR TTS_MODEL_FILE TTS_VOICES_FILE TTS_DEFAULT_VOICE LLM_STREAM_REQUESTS LLM_GROUP_WORKERS"
        " LLM_RESPONSE_CHANNEL STT_STREAM_AUDIO STT_GROUP_WORKERS STT_CHANNEL_TRANSCRIPTION TTS_STREAM_REQUESTS"
        " TTS_GROUP_WORKERS TTS_CHANNEL_TTS TTS_CHANNEL_AUDIO_OUT",
    ),
    (
        PositiveInt,
        "LLM_MAX_TOKENS LLM_CIRCUIT_BREAKER_THRESHOLD LLM_MAX_HISTORY_ITEMS STT_BATCH_SIZE STT_SAMPLE_RATE TTS_CHUNK_SIZE"
        " REDIS_MAX_CONNECTIONS REDIS_HEALTH_CHECK_INTERVAL REALTIME_REQUESTS_PER_MINUTE REALTIME_TOKENS_PER_MINUTE"
        " REALTIME_RATE_LIMIT_WINDOW_SECONDS",
    ),
    (PositiveFloat, "LLM_CIRCUIT_BREAKER_TIMEOUT TTS_DEFAULT_SPEED REDIS_SOCKET_TIMEOUT REDIS_SOCKET_CONNECT_TIMEOUT"),
    (NonNegativeFloat, "LLM_TEMPERATURE"),
    (bool, "REDIS_RETRY_ON_TIMEOUT"),
]

OPTIONAL = {
    "DJANGO_DEBUG": (bool, False),
    "DB_PORT": (PositiveInt, 5432),
    "VAULT_MOUNT_POINT": (str, "secret"),
    "VAULT_FAIL_FAST": (bool, True),
    "OPA_TIMEOUT_SECONDS": (PositiveInt, 3),
    "OPA_ENABLED": (bool, True),
    "KAFKA_ENABLED": (bool, False),
    "KAFKA_SECURITY_PROTOCOL": (str, "PLAINTEXT"),
    **{
        name: (Optional[Text], None)
        for name in "KEYCLOAK_CLIENT_SECRET VAULT_TOKEN VAULT_ROLE_ID VAULT_SECRET_ID LAGO_API_KEY LAGO_WEBHOOK_SECRET".split()
    },
}

fields = {name: (kind, ...) for kind, names in REQUIRED for name in names.split()}
config = SettingsConfigDict(env_file=sys.argv[1], env_file_encoding="utf-8", case_sensitive=False, extra="ignore")
base = type("Base", (BaseSettings,), {"model_config": config})

try:
    settings = create_model("Settings", __base__=base, **{**fields, **OPTIONAL})()
except ValidationError as problems:
    for problem in problems.errors(include_input=False):
        print(problem["loc"][0], problem["type"], file=sys.stderr)
    sys.exit(1)
print(json.dumps({"required": sorted(fields), "settings": settings.model_dump(mode="json")}))
