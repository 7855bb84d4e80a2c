using Chameleon.Connector;
using Chameleon.Web.Answers;
using Chameleon.Web.Conversations;
using Chameleon.Web.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.Web.Tests.Conversations;

/// <summary>A program of its own: nobody else fills the engine's cache.</summary>
public sealed class ForgettingTests(WebHost host) : IClassFixture<WebHost>
{
    [Fact]
    public async Task A_deleted_conversation_leaves_nothing_in_the_engines_cache()
    {
        var chats = host.Services.GetRequiredService<ChatService>();
        var store = host.Services.GetRequiredService<ChatStore>();
        var engine = await host.Services.GetRequiredService<ChameleonEngineHost>().GetEngineAsync();
        var conversation = await chats.SayAsync(UserId.Local, null, null, [new TextPart(string.Join(" ", Enumerable.Repeat("What can you do?", 60)))], new AnswerSettings { Kind = AnswerKind.Text, MaxTokens = 12 });
        await UntilAsync(async () => (await store.ReadAsync(UserId.Local, conversation, 10)).Messages[^1] is { Role: MessageRole.Assistant, State: MessageState.Done });
        Assert.True(engine.Metrics.CacheBlocksInUse > 0);

        await chats.DeleteAsync(UserId.Local, conversation);
        await UntilAsync(() => Task.FromResult(engine.Metrics.CacheBlocksInUse == 0));
    }

    /// <summary>What is waited for comes; how soon hangs on the machine.</summary>
    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
        {
            await Task.Delay(20);
        }
    }
}
