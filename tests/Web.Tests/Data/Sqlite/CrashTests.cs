using Chameleon.Web.Data;
using Microsoft.Data.Sqlite;

namespace Chameleon.Web.Tests.Data.Sqlite;

/// <summary>
/// A process that dies leaves the files as they are at that moment. The tests take such moments by copying the files of a
/// store at work, whole and with the log torn off in the middle as a power cut leaves it.
/// </summary>
public class CrashTests
{
    [Fact]
    public async Task Case_52_a_crash_while_an_answer_grows_keeps_all_that_was_written()
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync();
        var question = await store.SayAsync(id, null, "question");
        await using var answer = await store.Chats.BeginAnswerAsync(TestStore.Ann, id, question.Id, new NewAnswer("m", 1));
        answer.Append("the answer ");
        answer.Append("so far");
        while ((await store.Chats.FindMessageAsync(TestStore.Ann, id, answer.Message.Id))!.Text != "the answer so far")
        {
            await Task.Delay(1);
        }

        using var wreck = Wreck(store, tornAt: null);
        await using var after = await TestStore.OpenAsync(wreck.Path);

        var recovered = await after.Chats.FindMessageAsync(TestStore.Ann, id, answer.Message.Id);
        Assert.Equal((MessageState.Stopped, "the answer so far"), (recovered!.State, recovered.Text));
        Assert.Equal(["question", "the answer so far"], await after.ShownAsync(id));
        Assert.Single((await after.Chats.SearchAsync(TestStore.Ann, "answer", 10)).Items);
        Assert.Equal((await store.Chats.FindAsync(TestStore.Ann, id))!.Updated, (await after.Chats.FindAsync(TestStore.Ann, id))!.Updated);
    }

    [Fact]
    public async Task Case_52_wherever_the_log_is_torn_the_store_opens_with_some_beginning_of_what_was_written()
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync();
        var question = await store.SayAsync(id, null, "question");
        await using var answer = await store.Chats.BeginAnswerAsync(TestStore.Ann, id, question.Id, new NewAnswer());
        var whole = "";
        for (var i = 0; i < 60; i++)
        {
            whole += $"{i} ";
            answer.Append($"{i} ");
            await store.SayAsync(id, question.Id, $"beside {i}");
        }

        await answer.FinishAsync();
        var log = new FileInfo(Path.Combine(store.Path, "chameleon.db-wal")).Length;
        var random = new Random(5);
        var lengths = new HashSet<int>();
        for (var i = 0; i < 20; i++)
        {
            using var wreck = Wreck(store, random.NextInt64(log));
            await using var after = await TestStore.OpenAsync(wreck.Path);
            Assert.Equal("ok", await after.Store.Database.ReadAsync(static session => session.First("PRAGMA integrity_check", static row => row.GetString(0)), default));
            Assert.Empty(await after.Store.Database.ReadAsync(static session => session.Query("PRAGMA foreign_key_check", static row => row.GetString(0)), default));
            if (await after.Chats.FindAsync(TestStore.Ann, id) is not null
                && await after.Chats.FindMessageAsync(TestStore.Ann, id, answer.Message.Id) is { } message)
            {
                Assert.StartsWith(message.Text, whole);
                Assert.NotEqual(MessageState.Streaming, message.State);
                lengths.Add(message.Text.Length);
            }
        }

        Assert.True(lengths.Count > 3, $"The cuts fell into {lengths.Count} places only.");
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_not_destroyed()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("chameleon.db", "This is a letter to my aunt, not a database. ".PadRight(5000, '.'));
        await RefusedAsync(folder, file);
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_not_touched()
    {
        using var folder = new TemporaryFolder();
        Execute(folder.File("chameleon.db"), "CREATE TABLE recipes (id INTEGER)");
        await RefusedAsync(folder, folder.File("chameleon.db"));
    }

    [Fact]
    public async Task A_damaged_database_is_refused_and_not_destroyed()
    {
        using var folder = new TemporaryFolder();
        await using (var store = await TestStore.OpenAsync(folder.Path))
        {
            var id = await store.CreateAsync();
            await store.SayAsync(id, null, new string('x', 50_000));
        }

        // The tables' list, which opening reads.
        var file = folder.File("chameleon.db");
        var bytes = await File.ReadAllBytesAsync(file);
        new Random(1).NextBytes(bytes.AsSpan(100, 3900));
        await File.WriteAllBytesAsync(file, bytes);
        await RefusedAsync(folder, file);
    }

    [Fact]
    public async Task Damage_below_a_crash_is_found_when_it_is_opened()
    {
        await using var store = await TestStore.OpenAsync();
        var id = await store.CreateAsync();
        await store.SayAsync(id, null, new string('x', 200_000));
        Execute(Path.Combine(store.Path, "chameleon.db"), "PRAGMA wal_checkpoint");
        await store.SayAsync(id, null, "after the checkpoint");
        using var wreck = Wreck(store, tornAt: null);
        var file = Path.Combine(wreck.Path, "chameleon.db");
        var bytes = await File.ReadAllBytesAsync(file);
        // Deep in the file, where opening alone would not look.
        for (var page = bytes.Length / 4096 / 2; page < bytes.Length / 4096; page++)
        {
            bytes.AsSpan(page * 4096, 64).Fill(0xEE);
        }

        await File.WriteAllBytesAsync(file, bytes);
        await RefusedAsync(wreck, file);
    }

    private static async Task RefusedAsync(TemporaryFolder folder, string file)
    {
        var before = await File.ReadAllBytesAsync(file);
        var e = await Assert.ThrowsAsync<DataStoreException>(() => DataStore.OpenAsync(folder.Path));
        Assert.Equal(DataFailure.Damaged, e.Failure);
        Assert.Contains(file, e.Message);
        Assert.Equal(before, await File.ReadAllBytesAsync(file));
        await Assert.ThrowsAsync<DataStoreException>(() => DataStore.OpenAsync(folder.Path));
    }

    private static void Execute(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The files of a store as they are now; the log cut off at a length.</summary>
    private static TemporaryFolder Wreck(TestStore store, long? tornAt)
    {
        var folder = new TemporaryFolder();
        File.Copy(Path.Combine(store.Path, "chameleon.db"), folder.File("chameleon.db"));
        File.Copy(Path.Combine(store.Path, "chameleon.db-wal"), folder.File("chameleon.db-wal"));
        if (tornAt is { } length)
        {
            using var log = new FileStream(folder.File("chameleon.db-wal"), FileMode.Open);
            log.SetLength(length);
        }

        return folder;
    }
}
