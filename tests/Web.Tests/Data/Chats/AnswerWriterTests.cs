using Chameleon.Web.Data;

namespace Chameleon.Web.Tests.Data.Chats;

public class AnswerWriterTests
{
    private static readonly AnswerUsage Usage =
        new(10, 2050, 1024, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(42), TimeSpan.FromSeconds(3));

    [Fact]
    public async Task An_answer_grows_and_ends_with_what_it_cost()
    {
        await using var store = await TestStore.OpenAsync();
        var (id, question) = await AskAsync(store);
        var picture = await store.DrawAsync("a cat");
        var settings = new NewAnswer("chameleon-tiny", 42, """{"temperature":0.7}""");

        await using var answer = await store.Chats.BeginAnswerAsync(TestStore.Ann, id, question, settings);
        Assert.Equal(MessageState.Streaming, answer.Message.State);
        answer.Append("Here ");
        answer.Append("it is: ");
        answer.Append(picture.Hash);
        answer.Append("done.");
        await answer.FinishAsync(Usage);

        var stored = (await store.Chats.ReadAsync(TestStore.Ann, id, 10)).Messages[^1];
        Assert.Equal([new TextPart("Here it is: "), new PicturePart(picture.Hash, 2, 3), new TextPart("done.")], stored.Parts);
        Assert.Equal(MessageState.Done, stored.State);
        Assert.Equal(Usage, stored.Usage);
        Assert.Equal(("chameleon-tiny", 42, settings.SettingsJson), (stored.Model, stored.Seed!.Value, stored.SettingsJson));
        Assert.Single((await store.Chats.SearchAsync(TestStore.Ann, "done", 10)).Items);
    }

    [Fact]
    public async Task Each_piece_is_in_the_database_soon_without_anybody_waiting_for_it()
    {
        await using var store = await TestStore.OpenAsync();
        var (id, question) = await AskAsync(store);
        await using var answer = await store.Chats.BeginAnswerAsync(TestStore.Ann, id, question, new NewAnswer());
        var said = "";
        for (var i = 0; i < 50; i++)
        {
            said += $"{i} ";
            answer.Append($"{i} ");
            if (i % 10 == 9)
            {
                await UntilAsync(async () => (await store.Chats.FindMessageAsync(TestStore.Ann, id, answer.Message.Id))!.Text == said);
            }
        }

        Assert.Empty((await store.Chats.SearchAsync(TestStore.Ann, "49", 10)).Items);
    }

    [Fact]
    public async Task A_character_that_comes_in_halves_is_stored_whole()
    {
        await using var store = await TestStore.OpenAsync();
        var (id, question) = await AskAsync(store);
        await using var answer = await store.Chats.BeginAnswerAsync(TestStore.Ann, id, question, new NewAnswer());
        foreach (var half in "a🦎b🦎")
        {
            answer.Append(half.ToString());
        }

        await answer.FinishAsync();

        Assert.Equal("a🦎b🦎", (await store.Chats.FindMessageAsync(TestStore.Ann, id, answer.Message.Id))!.Text);
    }

    [Fact]
    public async Task Stopped_and_failed_answers_keep_what_was_said()
    {
        await using var store = await TestStore.OpenAsync();
        var (id, question) = await AskAsync(store);

        await using var stopped = await store.Chats.BeginAnswerAsync(TestStore.Ann, id, question, new NewAnswer());
        stopped.Append("so far");
        await stopped.StopAsync(Usage);
        await using var failed = await store.Chats.BeginAnswerAsync(TestStore.Ann, id, question, new NewAnswer());
        failed.Append("until ");
        await failed.FailAsync("The memory of the GPU is used up; close something.");

        var one = await store.Chats.FindMessageAsync(TestStore.Ann, id, stopped.Message.Id);
        var two = await store.Chats.FindMessageAsync(TestStore.Ann, id, failed.Message.Id);
        Assert.Equal((MessageState.Stopped, "so far", null), (one!.State, one.Text, one.Error));
        Assert.Equal((MessageState.Failed, "until ", "The memory of the GPU is used up; close something."), (two!.State, two.Text, two.Error));
        Assert.Equal([one.Id, two.Id], two.Versions);
    }

    [Fact]
    public async Task An_answer_that_is_left_alone_is_stopped_and_one_that_ended_stays()
    {
        await using var store = await TestStore.OpenAsync();
        var (id, question) = await AskAsync(store);
        AnswerWriter left, ended;
        await using (left = await store.Chats.BeginAnswerAsync(TestStore.Ann, id, question, new NewAnswer()))
        await using (ended = await store.Chats.BeginAnswerAsync(TestStore.Ann, id, question, new NewAnswer()))
        {
            left.Append("half");
            await ended.FinishAsync();
            await ended.StopAsync();
            Assert.Throws<InvalidOperationException>(() => ended.Append("more"));
        }

        Assert.Equal(MessageState.Stopped, (await store.Chats.FindMessageAsync(TestStore.Ann, id, left.Message.Id))!.State);
        Assert.Equal(MessageState.Done, (await store.Chats.FindMessageAsync(TestStore.Ann, id, ended.Message.Id))!.State);
    }

    [Fact]
    public async Task A_disk_that_is_full_for_a_while_loses_nothing()
    {
        await using var store = await TestStore.OpenAsync();
        var (id, question) = await AskAsync(store);
        await using var answer = await store.Chats.BeginAnswerAsync(TestStore.Ann, id, question, new NewAnswer());
        answer.Append("before ");
        var pages = await store.Store.Database.WriteAsync(
            static session => session.Number($"PRAGMA max_page_count = {session.Number("PRAGMA page_count")}"), default);
        answer.Append(new string('x', 100_000));

        var e = await Assert.ThrowsAsync<DataStoreException>(() => answer.FinishAsync());
        Assert.Equal(DataFailure.Full, e.Failure);
        Assert.DoesNotContain(store.Path, e.Message);

        answer.Append(" after");
        await store.Store.Database.WriteAsync(static session => session.Number("PRAGMA max_page_count = 1000000"), default);
        await answer.FinishAsync();

        var stored = await store.Chats.FindMessageAsync(TestStore.Ann, id, answer.Message.Id);
        Assert.Equal($"before {new string('x', 100_000)} after", stored!.Text);
        Assert.Equal(MessageState.Done, stored.State);
    }

    [Fact]
    public async Task An_answer_whose_conversation_is_purged_meanwhile_ends_without_a_trace()
    {
        await using var store = await TestStore.OpenAsync();
        var (id, question) = await AskAsync(store);
        await using var answer = await store.Chats.BeginAnswerAsync(TestStore.Ann, id, question, new NewAnswer());
        answer.Append("before");
        await store.Chats.DeleteAsync(TestStore.Ann, id);
        await store.Store.PurgeAsync(TimeSpan.Zero);
        answer.Append("after");
        await Assert.ThrowsAsync<KeyNotFoundException>(() => answer.FinishAsync());
        Assert.Equal(0, await store.Store.Database.ReadAsync(static session => session.Number("SELECT count(*) FROM parts"), default));
    }

    [Fact]
    public async Task An_answer_longer_than_is_stored_is_refused_and_the_rest_stays()
    {
        await using var store = await TestStore.OpenAsync();
        var (id, question) = await AskAsync(store);
        await using var answer = await store.Chats.BeginAnswerAsync(TestStore.Ann, id, question, new NewAnswer());
        answer.Append("short");
        Assert.Throws<ArgumentException>(() => answer.Append(new string('x', DataLimits.Text)));
        await answer.FinishAsync();
        Assert.Equal("short", (await store.Chats.FindMessageAsync(TestStore.Ann, id, answer.Message.Id))!.Text);
    }

    [Fact]
    public async Task Many_answers_at_once_keep_apart()
    {
        await using var store = await TestStore.OpenAsync();
        var (id, question) = await AskAsync(store);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async number =>
        {
            await using var answer = await store.Chats.BeginAnswerAsync(TestStore.Ann, id, question, new NewAnswer());
            for (var i = 0; i < 40; i++)
            {
                answer.Append($"{number}.{i} ");
                await Task.Yield();
            }

            await answer.FinishAsync();
            return (answer.Message.Id, Text: string.Concat(Enumerable.Range(0, 40).Select(i => $"{number}.{i} ")));
        }));

        foreach (var (message, text) in answers)
        {
            Assert.Equal(text, (await store.Chats.FindMessageAsync(TestStore.Ann, id, message))!.Text);
        }
    }

    private static async Task<(ConversationId Id, MessageId Question)> AskAsync(TestStore store)
    {
        var id = await store.CreateAsync();
        return (id, (await store.SayAsync(id, null, "question")).Id);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        // No limit of its own: a test that hangs is ended by the runner, and a slow machine is no failure.
        while (!await condition())
        {
            await Task.Delay(1);
        }
    }
}
