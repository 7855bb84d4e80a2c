namespace Chameleon.Web.Data.Sqlite;

/// <summary>Brings a database from whatever version it is to the newest, step by step, each step whole or not at all.</summary>
/// <param name="migrations">The steps, from version 1 on.</param>
internal sealed class Migrator(IReadOnlyList<Migration> migrations)
{
    /// <summary>Every step there is.</summary>
    public static IReadOnlyList<Migration> Steps { get; } = [new(1, Schema1.Script), new(2, SchemaApiKeys.Script), new(3, SchemaGallery.Script)];

    public static Migrator Default { get; } = new(Steps);

    /// <exception cref="DataStoreException">The database is newer than the program.</exception>
    public void CheckNotNewer(Session session, string path)
    {
        var version = Version(session);
        if (version > migrations.Count)
        {
            throw new DataStoreException(
                DataFailure.Newer,
                $"The database {path} is of version {version}, and this program knows versions up to {migrations.Count}; start a newer one, or choose another data folder.");
        }
    }

    public void Run(Session session)
    {
        foreach (var migration in migrations.Skip((int)Version(session)))
        {
            session.Execute("BEGIN IMMEDIATE");
            try
            {
                session.Run(migration.Script);
                session.Execute($"PRAGMA user_version = {migration.Version}");
                session.Execute("COMMIT");
            }
            catch
            {
                if (session.InTransaction)
                {
                    session.Execute("ROLLBACK");
                }

                throw;
            }
        }
    }

    private static long Version(Session session) => session.Number("PRAGMA user_version") ?? 0;
}
