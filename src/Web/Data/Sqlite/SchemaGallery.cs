namespace Chameleon.Web.Data.Sqlite;

/// <summary>Indexes for what the gallery is asked: those with a star, those of one origin, those with a star before the others.</summary>
internal static class SchemaGallery
{
    public const string Script = """
        CREATE INDEX IF NOT EXISTS pictures_starred ON pictures (user_id, starred, created, id) WHERE deleted IS NULL AND origin <> 'attached';
        CREATE INDEX IF NOT EXISTS pictures_by_origin ON pictures (user_id, origin, created, id) WHERE deleted IS NULL AND origin <> 'attached';
        CREATE INDEX IF NOT EXISTS pictures_by_star ON pictures (user_id, (starred << 52) + created, id) WHERE deleted IS NULL AND origin <> 'attached';
        """;
}
