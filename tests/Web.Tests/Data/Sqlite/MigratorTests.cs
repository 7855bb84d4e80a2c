using Chameleon.Web.Data;
using Chameleon.Web.Data.Sqlite;

namespace Chameleon.Web.Tests.Data.Sqlite;

public class MigratorTests
{
    private static readonly IReadOnlyList<Migration> Known = Migrator.Steps;
    private static readonly Migration Next = new(Known.Count + 1, "CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY); ALTER TABLE boards ADD COLUMN colour TEXT;");

    [Fact]
    public async Task A_database_of_the_first_version_goes_to_the_next_with_all_that_is_in_it()
    {
        using var folder = new TemporaryFolder();
        ConversationId id;
        await using (var store = await TestStore.OpenAsync(folder.Path))
        {
            id = await store.CreateAsync("kept");
            await store.Store.Boards.CreateAsync(TestStore.Ann, "board");
        }

        for (var i = 0; i < 2; i++)
        {
            await using var store = await OpenAsync(folder, new Migrator([.. Known, Next]));
            Assert.Equal("kept", (await store.Chats.FindAsync(TestStore.Ann, id))!.Title);
            Assert.Equal(Next.Version, await store.Database.ReadAsync(static session => session.Number("PRAGMA user_version"), default));
            Assert.Equal(1, await store.Database.ReadAsync(static session => session.Number("SELECT count(*) FROM boards WHERE colour IS NULL"), default));
        }
    }

    [Fact]
    public async Task A_step_that_fails_leaves_the_version_before_whole()
    {
        using var folder = new TemporaryFolder();
        await using (await TestStore.OpenAsync(folder.Path))
        {
        }

        var broken = Next with { Script = Next.Script + "INSERT INTO no_such_table VALUES (1);" };
        await Assert.ThrowsAnyAsync<Exception>(() => OpenAsync(folder, new Migrator([.. Known, broken])));

        await using var store = await TestStore.OpenAsync(folder.Path);
        Assert.Equal(Known.Count, await store.Store.Database.ReadAsync(static session => session.Number("PRAGMA user_version"), default));
        Assert.Equal(0, await store.Store.Database.ReadAsync(static session => session.Number("SELECT count(*) FROM sqlite_schema WHERE name = 'notes'"), default));
    }

    [Fact]
    public async Task Every_step_may_run_again()
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync("kept");
        await store.Store.Database.WriteAsync(
            static session =>
            {
                foreach (var step in Known)
                {
                    session.Run(step.Script);
                }

                return true;
            },
            default);
        Assert.NotNull(await store.Chats.FindAsync(TestStore.Ann, id));
    }

    [Fact]
    public async Task A_newer_database_is_refused_in_one_sentence_and_not_touched()
    {
        using var folder = new TemporaryFolder();
        await using (await OpenAsync(folder, new Migrator([.. Known, Next])))
        {
        }

        var before = await File.ReadAllBytesAsync(folder.File("chameleon.db"));
        var e = await Assert.ThrowsAsync<DataStoreException>(() => DataStore.OpenAsync(folder.Path));

        Assert.Equal(DataFailure.Newer, e.Failure);
        Assert.Contains($"version {Next.Version}", e.Message);
        Assert.Contains(folder.File("chameleon.db"), e.Message);
        Assert.Equal(before, await File.ReadAllBytesAsync(folder.File("chameleon.db")));
    }

    private static Task<DataStore> OpenAsync(TemporaryFolder folder, Migrator migrator) =>
        DataStore.OpenAsync(folder.Path, new DataStoreOptions(), migrator);
}
