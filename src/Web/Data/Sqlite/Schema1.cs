namespace Chameleon.Web.Data.Sqlite;

/// <summary>
/// The first tables. Times are milliseconds since 1970 in UTC; settings, usage and preferences are JSON. Ids are never
/// used twice, so that an old tab never reaches another thing.
/// </summary>
internal static class Schema1
{
    public const string Script = """
        CREATE TABLE IF NOT EXISTS users (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL COLLATE NOCASE UNIQUE,
            password_hash TEXT,
            is_owner INTEGER NOT NULL,
            preferences TEXT NOT NULL DEFAULT '{}',
            created INTEGER NOT NULL
        ) STRICT;
        INSERT OR IGNORE INTO users (id, name, is_owner, created) VALUES (1, 'local', 1, unixepoch() * 1000);

        -- leaf_id is the last message of the branch that is shown.
        CREATE TABLE IF NOT EXISTS conversations (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            title TEXT NOT NULL,
            settings TEXT NOT NULL,
            leaf_id INTEGER,
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            deleted INTEGER
        ) STRICT;
        CREATE INDEX IF NOT EXISTS conversations_by_update ON conversations (user_id, updated DESC, id DESC) WHERE deleted IS NULL;
        CREATE INDEX IF NOT EXISTS conversations_deleted ON conversations (deleted) WHERE deleted IS NOT NULL;

        -- A tree: siblings are versions. chosen_child_id is the child through which the branch goes that was seen last.
        CREATE TABLE IF NOT EXISTS messages (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
            parent_id INTEGER,
            chosen_child_id INTEGER,
            role TEXT NOT NULL CHECK (role IN ('system', 'user', 'assistant')),
            state TEXT NOT NULL CHECK (state IN ('streaming', 'done', 'stopped', 'failed')),
            error TEXT,
            model TEXT,
            seed INTEGER,
            settings TEXT NOT NULL,
            usage TEXT,
            created INTEGER NOT NULL,
            UNIQUE (conversation_id, id),
            FOREIGN KEY (conversation_id, parent_id) REFERENCES messages (conversation_id, id)
        ) STRICT;
        CREATE INDEX IF NOT EXISTS messages_by_parent ON messages (conversation_id, parent_id, id);
        CREATE INDEX IF NOT EXISTS messages_streaming ON messages (id) WHERE state = 'streaming';

        -- Adjacent texts are one text: a streamed answer grows by a row at a time and is put together at its end.
        CREATE TABLE IF NOT EXISTS parts (
            message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            text TEXT,
            picture_id INTEGER REFERENCES pictures (id),
            PRIMARY KEY (message_id, position),
            CHECK ((text IS NULL) <> (picture_id IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS parts_by_picture ON parts (picture_id) WHERE picture_id IS NOT NULL;

        -- One row per user and content; the files are shared.
        CREATE TABLE IF NOT EXISTS pictures (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            hash TEXT NOT NULL,
            media_type TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            origin TEXT NOT NULL CHECK (origin IN ('drawn', 'uploaded', 'attached')),
            model TEXT,
            prompt TEXT,
            seed INTEGER,
            settings TEXT NOT NULL,
            starred INTEGER NOT NULL DEFAULT 0,
            created INTEGER NOT NULL,
            deleted INTEGER,
            UNIQUE (user_id, hash)
        ) STRICT;
        CREATE INDEX IF NOT EXISTS pictures_by_hash ON pictures (hash);
        CREATE INDEX IF NOT EXISTS pictures_by_creation ON pictures (user_id, created, id) WHERE deleted IS NULL AND origin <> 'attached';
        CREATE INDEX IF NOT EXISTS pictures_by_size ON pictures (user_id, bytes, id) WHERE deleted IS NULL AND origin <> 'attached';

        CREATE TABLE IF NOT EXISTS boards (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            created INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX IF NOT EXISTS boards_by_user ON boards (user_id);
        CREATE TABLE IF NOT EXISTS board_pictures (
            board_id INTEGER NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
            picture_id INTEGER NOT NULL REFERENCES pictures (id) ON DELETE CASCADE,
            PRIMARY KEY (board_id, picture_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS board_pictures_by_picture ON board_pictures (picture_id);

        -- The rowid is that of the message, conversation or picture; owner is the user's, as a word.
        CREATE VIRTUAL TABLE IF NOT EXISTS message_search USING fts5 (owner, text, tokenize = 'unicode61 remove_diacritics 2');
        CREATE VIRTUAL TABLE IF NOT EXISTS conversation_search USING fts5 (owner, text, tokenize = 'unicode61 remove_diacritics 2');
        CREATE VIRTUAL TABLE IF NOT EXISTS picture_search USING fts5 (owner, text, tokenize = 'unicode61 remove_diacritics 2');
        """;
}
