using Chameleon.Web.Data;
using Microsoft.Data.Sqlite;

namespace Chameleon.Web.Tests.Data.Sqlite;

public class DatabaseTests
{
    [Fact]
    public async Task It_is_set_up_as_promised()
    {
        await using var store = await TestStore.OpenAsync();
        var database = store.Store.Database;
        Assert.Equal("wal", await database.WriteAsync(static session => session.First("PRAGMA journal_mode", static row => row.GetString(0)), default));
        Assert.Equal(2, await database.WriteAsync(static session => session.Number("PRAGMA synchronous"), default));
        Assert.Equal(1, await database.WriteAsync(static session => session.Number("PRAGMA foreign_keys"), default));
        Assert.Equal(5000, await database.ReadAsync(static session => session.Number("PRAGMA busy_timeout"), default));
        await Assert.ThrowsAsync<DataStoreException>(() => database.ReadAsync(static session => session.Execute("DELETE FROM users"), default));
    }

    [Fact]
    public async Task Many_write_and_read_at_once_and_each_sees_its_own_writes()
    {
        await using var store = await TestStore.OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 24).Select(async number =>
        {
            var id = await store.CreateAsync($"Talk {number}");
            MessageId? parent = null;
            for (var i = 0; i < 12; i++)
            {
                parent = (await store.SayAsync(id, parent, $"{i}")).Id;
                Assert.Equal(i + 1, (await store.ShownAsync(id)).Length);
            }
        }));

        Assert.Equal(24, (await store.Chats.ListAsync(TestStore.Ann, 100)).Items.Count);
        Assert.Equal("ok", await store.Store.Database.ReadAsync(static session => session.First("PRAGMA integrity_check", static row => row.GetString(0)), default));
    }

    [Fact]
    public async Task A_write_that_fails_takes_no_other_of_the_same_moment_with_it()
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync();
        using var holding = new ManualResetEventSlim();
        var hold = store.Store.Database.WriteAsync(
            _ =>
            {
                holding.Wait();
                return true;
            },
            default);
        using var cancelled = new CancellationTokenSource();

        // All of these gather behind the first and go into one transaction.
        var good = Enumerable.Range(0, 10).Select(i => store.SayAsync(id, null, $"good {i}")).ToList();
        var bad = store.SayAsync(id, new MessageId(999), "bad");
        var late = store.Chats.CreateAsync(TestStore.Ann, "late", cancellationToken: cancelled.Token);
        await cancelled.CancelAsync();
        good.AddRange(Enumerable.Range(10, 10).Select(i => store.SayAsync(id, null, $"good {i}")));
        holding.Set();

        await hold;
        var messages = await Task.WhenAll(good);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => bad);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late);
        Assert.Equal(20, messages.Select(static message => message.Id).Distinct().Count());
        Assert.Single((await store.Chats.ListAsync(TestStore.Ann, 10)).Items);
        Assert.Equal(20, (await store.Chats.FindMessageAsync(TestStore.Ann, id, messages[0].Id))!.Versions.Count);
    }

    [Fact]
    public async Task Case_52_a_full_disk_fails_what_does_not_fit_and_nothing_else()
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync();
        await store.SayAsync(id, null, "before");
        await store.Store.Database.WriteAsync(
            static session => session.Number($"PRAGMA max_page_count = {session.Number("PRAGMA page_count") + 4}"), default);

        var e = await Assert.ThrowsAsync<DataStoreException>(() => store.SayAsync(id, null, new string('x', 200_000)));

        Assert.Equal(DataFailure.Full, e.Failure);
        Assert.Contains("full", e.Message);
        Assert.Equal(["before"], await store.ShownAsync(id));
        await store.Chats.RenameAsync(TestStore.Ann, id, "small things still fit");
    }

    [Fact]
    public async Task Case_52_another_program_that_holds_the_database_is_waited_for_and_then_told()
    {
        await using var store = await TestStore.OpenAsync(new DataStoreOptions { BusyTimeout = TimeSpan.FromMilliseconds(200) });
        var id = await store.CreateAsync();
        using var other = new SqliteConnection($"Data Source={Path.Combine(store.Path, "chameleon.db")};Pooling=False");
        other.Open();
        Execute(other, "BEGIN IMMEDIATE");

        var e = await Assert.ThrowsAsync<DataStoreException>(() => store.Chats.RenameAsync(TestStore.Ann, id, "later"));
        Assert.Equal(DataFailure.Locked, e.Failure);
        // Reading goes on.
        Assert.Equal("Title", (await store.Chats.FindAsync(TestStore.Ann, id))!.Title);

        Execute(other, "ROLLBACK");
        await store.Chats.RenameAsync(TestStore.Ann, id, "later");
        Assert.Equal("later", (await store.Chats.FindAsync(TestStore.Ann, id))!.Title);
    }

    [Fact]
    public async Task Reading_that_nobody_waits_for_any_more_is_cut_short()
    {
        await using var store = await TestStore.OpenAsync(new DataStoreOptions { Readers = 1 });
        using var cancel = new CancellationTokenSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // Would count for hours.
        var endless = store.Store.Database.ReadAsync(
            session =>
            {
                begun.SetResult();
                return session.Number("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n");
            },
            cancel.Token);
        await begun.Task;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        Assert.NotNull(await store.Store.Users.FindAsync(UserId.Local));
    }

    [Fact]
    public async Task What_was_asked_before_closing_is_done_and_what_is_asked_after_is_refused()
    {
        using var folder = new TemporaryFolder();
        Task<Conversation>[] made;
        DataStore closed;
        await using (var store = await TestStore.OpenAsync(folder.Path))
        {
            closed = store.Store;
            made = [.. Enumerable.Range(0, 50).Select(i => store.Chats.CreateAsync(TestStore.Ann, $"{i}"))];
        }

        Assert.All(made, static task => Assert.True(task.IsCompletedSuccessfully));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => closed.Chats.CreateAsync(TestStore.Ann, "x"));
        Assert.Equal(["chameleon.db", "chameleon.lock"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
        await using var again = await TestStore.OpenAsync(folder.Path);
        Assert.Equal(50, (await again.Chats.ListAsync(TestStore.Ann, 100)).Items.Count);
    }

    [Fact]
    public async Task A_folder_serves_one_at_a_time()
    {
        using var folder = new TemporaryFolder();
        await using (await TestStore.OpenAsync(folder.Path))
        {
            var e = await Assert.ThrowsAsync<DataStoreException>(() => DataStore.OpenAsync(folder.Path));
            Assert.Equal(DataFailure.InUse, e.Failure);
            Assert.Contains(folder.Path, e.Message);
        }

        await using var again = await TestStore.OpenAsync(folder.Path);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
