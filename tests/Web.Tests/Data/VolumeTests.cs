using System.Diagnostics;
using Chameleon.Web.Data;
using SQLitePCL;
using Xunit.Abstractions;

namespace Chameleon.Web.Tests.Data;

/// <summary>Real amounts: what is asked of a few costs no more among many. Counted in steps of SQLite's machine, which are the same on every computer; times are only printed.</summary>
public class VolumeTests(ITestOutputHelper output)
{
    private const int Messages = 100_000, Pictures = 10_000;

    [Fact]
    public async Task Case_52_a_hundred_thousand_messages_are_paged_and_searched_at_once()
    {
        var counter = new Counter();
        await using var store = await OpenAsync(counter);
        var id = await store.CreateAsync();
        await store.Store.Database.WriteAsync(
            session =>
            {
                session.Execute(
                    $"""
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Messages})
                    INSERT INTO messages (id, conversation_id, parent_id, chosen_child_id, role, state, settings, created)
                    SELECT i, $1, nullif(i - 1, 0), iif(i < {Messages}, i + 1, NULL), 'user', 'done', '{"{}"}', i FROM n
                    """,
                    id.Value);
                session.Execute("INSERT INTO parts (message_id, position, text) SELECT id, 0, 'common words and number' || id FROM messages");
                session.Execute("INSERT INTO message_search (rowid, owner, text) SELECT message_id, 'user1', text FROM parts");
                return session.Execute("UPDATE conversations SET leaf_id = $1", Messages);
            },
            default);

        await StepsAsync(counter, "open", 20_000, async () => Assert.Equal(50, (await store.Chats.ReadAsync(TestStore.Ann, id, 50)).Messages.Count));
        await StepsAsync(counter, "page in the middle", 20_000, async () =>
        {
            var page = await store.Chats.ReadAsync(TestStore.Ann, id, 50, new MessageId(50_000));
            Assert.Equal(new MessageId(49_999), page.Messages[^1].Id);
            Assert.True(page.HasEarlier);
        });
        await StepsAsync(counter, "search for what all have", 20_000, async () =>
        {
            var page = await store.Chats.SearchAsync(TestStore.Ann, "common words", 50);
            Assert.Equal(50, page.Items.Count);
            Assert.Equal(50, (await store.Chats.SearchAsync(TestStore.Ann, "common words", 50, page.Next)).Items.Count);
        });
        await StepsAsync(counter, "search for one", 5000, async () => Assert.Single((await store.Chats.SearchAsync(TestStore.Ann, "common number77777", 50)).Items));
        await StepsAsync(counter, "search of another user", 5000, async () => Assert.Empty((await store.Chats.SearchAsync(store.Bob, "common words", 50)).Items));
        await StepsAsync(counter, "add", 1000, () => store.SayAsync(id, new MessageId(Messages), "one more"));
        await StepsAsync(counter, "switch the branch at the start", 5000, async () =>
        {
            await store.Chats.EditAsync(TestStore.Ann, id, new MessageId(2), [new TextPart("edited")]);
            await store.Chats.SelectAsync(TestStore.Ann, id, new MessageId(2));
            Assert.Equal(["one more"], (await store.Chats.ReadAsync(TestStore.Ann, id, 1)).Messages.Select(static message => message.Text));
        });
    }

    [Fact]
    public async Task Ten_thousand_pictures_are_listed_and_searched_at_once()
    {
        var counter = new Counter();
        await using var store = await OpenAsync(counter);
        await store.Store.Database.WriteAsync(
            static session =>
            {
                session.Execute(
                    $"""
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Pictures})
                    INSERT INTO pictures (user_id, hash, media_type, bytes, width, height, origin, prompt, settings, starred, created)
                    SELECT 1, printf('%064x', i), 'image/png', i * 7919 % 100003, 512, 512, 'drawn', 'a cat number' || i, '{"{}"}', i % 10 = 0, i FROM n
                    """);
                return session.Execute("INSERT INTO picture_search (rowid, owner, text) SELECT id, 'user1', prompt FROM pictures");
            },
            default);

        var all = new GalleryQuery();
        await StepsAsync(counter, "first page", 20_000, async () => Assert.Equal(100, (await store.Pictures.ListAsync(TestStore.Ann, all, 100)).Items.Count));
        await StepsAsync(counter, "a stretch near the end", 250_000, async () =>
        {
            var range = await store.Pictures.RangeAsync(TestStore.Ann, all, 9_900, 60);
            Assert.Equal((60, Pictures), (range.Items.Count, range.Total));
        });
        await StepsAsync(counter, "the largest", 250_000, async () => Assert.Equal(60, (await store.Pictures.RangeAsync(TestStore.Ann, new GalleryQuery(Sort: GallerySort.Largest), 5_000, 60)).Items.Count));
        await StepsAsync(counter, "search", 2_000_000, async () => Assert.Equal(Pictures, (await store.Pictures.RangeAsync(TestStore.Ann, new GalleryQuery("cat"), 100, 60)).Total));
        await StepsAsync(counter, "starred", 50_000, async () => Assert.Equal(Pictures / 10, (await store.Pictures.RangeAsync(TestStore.Ann, new GalleryQuery(StarredOnly: true), 0, 60)).Total));
        await StepsAsync(counter, "starred first", 250_000, async () => Assert.Equal(60, (await store.Pictures.RangeAsync(TestStore.Ann, new GalleryQuery(Sort: GallerySort.Starred), 5_000, 60)).Items.Count));
        await StepsAsync(counter, "drawn", 250_000, async () => Assert.Equal(60, (await store.Pictures.RangeAsync(TestStore.Ann, new GalleryQuery(Origin: PictureOrigin.Drawn), 5_000, 60)).Items.Count));
        await StepsAsync(counter, "search for one", 250_000, async () => Assert.Equal(1, (await store.Pictures.RangeAsync(TestStore.Ann, new GalleryQuery("number7777"), 0, 60)).Total));
        await StepsAsync(counter, "position", 250_000, async () => Assert.Equal(Pictures - 1, await store.Pictures.PositionAsync(TestStore.Ann, all, PictureHash.Parse($"{1:x64}"))));
        await StepsAsync(counter, "all names", 250_000, async () => Assert.Equal(Pictures, (await store.Pictures.NamesAsync(TestStore.Ann, all, 0, Pictures)).Count));
        await StepsAsync(counter, "delete all", 1000, async () =>
        {
            var hashes = Enumerable.Range(1, Pictures).Select(static i => PictureHash.Parse($"{i:x64}"));
            Assert.Equal(Pictures, await store.Pictures.DeleteAsync(TestStore.Ann, hashes));
        });
        await StepsAsync(counter, "purge", 1000, () => store.Store.PurgeAsync(TimeSpan.Zero));
        Assert.Equal(0, await store.Store.Database.ReadAsync(static session => session.Number("SELECT count(*) FROM pictures"), default));
    }

    [Fact]
    public async Task An_answer_of_two_thousand_tokens_costs_the_disk_little()
    {
        var counter = new Counter();
        await using var store = await OpenAsync(counter);
        var id = await store.CreateAsync();
        var question = await store.SayAsync(id, null, "question");
        await using var answer = await store.Chats.BeginAnswerAsync(TestStore.Ann, id, question.Id, new NewAnswer());
        await StepsAsync(counter, "2,000 tokens", 1000, async () =>
        {
            for (var i = 0; i < 2000; i++)
            {
                answer.Append("token ");
            }

            await answer.FinishAsync();
        });
        Assert.Equal(12_000, (await store.Chats.FindMessageAsync(TestStore.Ann, id, answer.Message.Id))!.Text.Length);
    }

    /// <summary>Opens a store whose one reader counts what SQLite does.</summary>
    private static async Task<TestStore> OpenAsync(Counter counter)
    {
        var store = await TestStore.OpenAsync(new DataStoreOptions { Readers = 1 });
        await store.Store.Database.ReadAsync(
            session =>
            {
                raw.sqlite3_progress_handler(session.Connection.Handle, Counter.Grain, counter.Count, null);
                return true;
            },
            default);
        return store;
    }

    /// <summary>Prints how long something takes, and holds it to a number of steps of SQLite's machine.</summary>
    private async Task StepsAsync(Counter counter, string what, int limit, Func<Task> work)
    {
        var (watch, before) = (Stopwatch.StartNew(), counter.Steps);
        await work();
        var steps = counter.Steps - before;
        output.WriteLine($"{what}: {watch.Elapsed.TotalMilliseconds:F1} ms, {steps} steps");
        Assert.True(steps <= limit, $"{what} took {steps} steps; {limit} would do if no more was read than is needed.");
    }

    private sealed class Counter
    {
        public const int Grain = 100;

        public int Steps { get; private set; }

        public int Count(object? unused)
        {
            Steps += Grain;
            return 0;
        }
    }
}
