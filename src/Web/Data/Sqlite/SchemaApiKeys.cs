namespace Chameleon.Web.Data.Sqlite;

/// <summary>Keys with which programs come in.</summary>
internal static class SchemaApiKeys
{
    public const string Script = """
        CREATE TABLE IF NOT EXISTS api_keys (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            ending TEXT NOT NULL,
            hash TEXT NOT NULL UNIQUE,
            created INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX IF NOT EXISTS api_keys_by_user ON api_keys (user_id, id);
        """;
}
