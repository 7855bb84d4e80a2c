using Chameleon.Connector;
using Chameleon.Web.Answers;
using Chameleon.Web.Conversations;
using Chameleon.Web.Data;
using Chameleon.Web.Pictures;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.Web.Tests.Answers;

public sealed class AnswerDeskTests(WebHost host) : IClassFixture<WebHost>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly ChatStore chats = host.Services.GetRequiredService<ChatStore>();
    private readonly ChatService chat = host.Services.GetRequiredService<ChatService>();
    private readonly AnswerDesk desk = host.Services.GetRequiredService<AnswerDesk>();

    [Fact]
    public async Task The_model_sees_the_pictures_and_answers()
    {
        using var intake = new PictureIntake(host.Services.GetRequiredService<Chameleon.Web.Data.PictureStore>());
        var star = await intake.TakeAsync(UserId.Local, ExamplePictures.Find("red-star.png")!, PictureOrigin.Attached, CancellationToken.None);

        var answer = await AskAsync(new AnswerSettings { Temperature = 0, Seed = 1 }, new PicturePart(star.Hash), new TextPart("What do you see in this image?"));

        Assert.Equal(MessageState.Done, answer.State);
        Assert.Contains("red star", answer.Text, StringComparison.Ordinal);
        Assert.Equal(1, answer.Seed);
        Assert.True(answer.Usage!.InputTokens > 256);
        Assert.True(answer.Usage.OutputTokens > 0);
        Assert.True(answer.Usage.Duration >= answer.Usage.FirstToken);
    }

    [Fact]
    public async Task A_drawing_is_kept_with_its_place_among_the_words()
    {
        var answer = await AskAsync(new AnswerSettings { Kind = AnswerKind.Picture, Seed = 3 }, new TextPart("Draw a big red heart in the center, on a white background."));

        Assert.Equal(MessageState.Done, answer.State);
        var picture = Assert.IsType<PicturePart>(Assert.Single(answer.Parts));
        Assert.Equal((64, 64), (picture.Width, picture.Height));
        Assert.Equal(256, answer.Usage!.PictureTokens);
    }

    [Fact]
    public async Task An_answer_that_nobody_watches_comes_to_its_end_and_is_kept()
    {
        var conversation = await SayAsync(new AnswerSettings(), new TextPart("What can you do?"));

        var answer = await EndOfAsync(conversation);

        Assert.Equal(MessageState.Done, answer.State);
        Assert.NotEmpty(answer.Text);
    }

    [Fact]
    public async Task Two_watchers_see_the_same_to_the_end()
    {
        host.Model.HoldAfter(1);
        var conversation = await SayAsync(new AnswerSettings { Kind = AnswerKind.Picture }, new TextPart("Draw a big red heart in the center, on a white background."));
        var live = await LiveOfAsync(conversation);
        var watching = Task.WhenAll(WatchAsync(live), WatchAsync(live));
        host.Model.Release();

        var seen = await watching.WaitAsync(Patience);

        Assert.All(seen, views => Assert.True(views[^1].Ended));
        Assert.IsType<AnswerBlock.Picture>(seen[0][^1].Blocks[^1]);
        Assert.Equal(seen[0][^1].Blocks, seen[1][^1].Blocks);
    }

    [Fact]
    public async Task Stopping_frees_the_engine_and_keeps_what_there_was()
    {
        host.Model.HoldAfter(5);
        var conversation = await SayAsync(new AnswerSettings { Kind = AnswerKind.Text }, new TextPart("What can you do?"));
        var live = await LiveOfAsync(conversation);
        await UntilAsync(async () => (await live.WatchAsync(-1, CancellationToken.None)).Blocks.Count > 0);
        live.Stop();

        var answer = await EndOfAsync(conversation);
        host.Model.Release();

        Assert.Equal(MessageState.Stopped, answer.State);
        Assert.StartsWith("I can", answer.Text, StringComparison.Ordinal);
        Assert.Null(answer.Error);
        var engine = await host.Services.GetRequiredService<ChameleonEngineHost>().GetEngineAsync();
        await UntilAsync(() => Task.FromResult(engine.Metrics is { RunningAnswers: 0, WaitingAnswers: 0 }));
    }

    [Fact]
    public async Task What_cannot_be_answered_says_why_inside_its_turn()
    {
        var answer = await AskAsync(new AnswerSettings(), new TextPart(string.Concat(Enumerable.Repeat("word ", 20_000))));

        Assert.Equal(MessageState.Failed, answer.State);
        Assert.Contains("tokens", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answering_again_puts_a_version_beside_the_first()
    {
        var conversation = await SayAsync(new AnswerSettings(), new TextPart("What can you do?"));
        var first = await EndOfAsync(conversation);

        await chat.AnswerAgainAsync(UserId.Local, conversation, first, new AnswerSettings());
        var second = await EndOfAsync(conversation);

        Assert.Equal([first.Id, second.Id], second.Versions);
        await chat.ShowAsync(UserId.Local, conversation, first.Id);
        Assert.Equal(first.Id, (await EndOfAsync(conversation)).Id);
    }

    [Fact]
    public async Task An_answer_knows_the_turns_before_it()
    {
        var conversation = await SayAsync(new AnswerSettings(), new TextPart("What can you do?"));
        var first = await EndOfAsync(conversation);

        await chat.SayAsync(UserId.Local, conversation, first.Id, [new TextPart("What can you do?")], new AnswerSettings());
        var second = await EndOfAsync(conversation);

        Assert.True(second.Usage!.InputTokens > first.Usage!.InputTokens + first.Usage.OutputTokens);
    }

    [Theory]
    [InlineData("  What\n do you   see? ", "What do you see?")]
    [InlineData("", "Pictures")]
    public async Task A_conversation_is_called_by_its_first_words(string words, string title)
    {
        var conversation = await SayAsync(new AnswerSettings { MaxTokens = 1 }, new TextPart(words));

        Assert.Equal(title, (await chats.FindAsync(UserId.Local, conversation))!.Title);
    }

    [Fact]
    public async Task A_long_beginning_is_cut_between_letters()
    {
        var conversation = await SayAsync(new AnswerSettings { MaxTokens = 1 }, new TextPart(string.Concat(Enumerable.Repeat("👩‍🚀", 100))));

        Assert.Equal(string.Concat(Enumerable.Repeat("👩‍🚀", 39)) + "…", (await chats.FindAsync(UserId.Local, conversation))!.Title);
    }

    private Task<ConversationId> SayAsync(AnswerSettings settings, params MessagePart[] parts) => chat.SayAsync(UserId.Local, null, null, parts, settings);

    private async Task<StoredMessage> AskAsync(AnswerSettings settings, params MessagePart[] parts) => await EndOfAsync(await SayAsync(settings, parts));

    private async Task<LiveAnswer> LiveOfAsync(ConversationId conversation)
    {
        var answer = (await chats.ReadAsync(UserId.Local, conversation, 1)).Messages[0];
        return desk.Find(UserId.Local, answer.Id) ?? throw new InvalidOperationException("The answer is over already.");
    }

    private async Task<StoredMessage> EndOfAsync(ConversationId conversation)
    {
        StoredMessage? last = null;
        await UntilAsync(async () => (last = (await chats.ReadAsync(UserId.Local, conversation, 1)).Messages[0]).State != MessageState.Streaming);
        return last!;
    }

    private static async Task<List<AnswerView>> WatchAsync(LiveAnswer live)
    {
        var views = new List<AnswerView> { await live.WatchAsync(-1, CancellationToken.None) };
        while (!views[^1].Ended)
        {
            views.Add(await live.WatchAsync(views[^1].Version, CancellationToken.None));
        }

        return views;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var waited = TimeSpan.Zero; !await condition(); waited += TimeSpan.FromMilliseconds(20))
        {
            Assert.True(waited < Patience, "It did not happen.");
            await Task.Delay(20);
        }
    }
}
