using Microsoft.Extensions.AI;
using static Chameleon.Connector.Tests.ChatSamples;

namespace Chameleon.Connector.Tests;

/// <summary>Many callers of one client.</summary>
public sealed class ChatClientConcurrencyTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private ChameleonChatClient Client { get; } = new(demo.Host, new ChameleonChatClientOptions { CacheScope = "shared" });

    [Fact]
    public async Task Each_of_many_callers_gets_what_it_would_get_alone()
    {
        var star = Picture("red-star.png");
        (ChatMessage[] Messages, ChatOptions Options)[] requests =
        [
            .. Enumerable.Range(0, 6).Select(i => ((ChatMessage[])[User("What can you do?")], new ChatOptions { Seed = i, Temperature = 3, TopP = 1, MaxOutputTokens = 25 })),
            .. Enumerable.Range(0, 4).Select(i => ((ChatMessage[])[User(star, new TextContent("What do you see?"))], new ChatOptions { Seed = i, MaxOutputTokens = 25 })),
            ([User("Draw a red star.")], Drawing),
            ([User("Draw something and describe it.")], new ChatOptions { Seed = 2, MaxOutputTokens = 60 }.With(ChameleonOptionNames.Mode, "interleaved")),
        ];
        var serial = new List<string>();
        foreach (var (messages, options) in requests)
        {
            serial.Add(Describe(await Client.GetResponseAsync(messages, options)));
        }

        var together = await Task.WhenAll(requests.Select((request, i) => Task.Run(async () => Describe(i % 2 == 0
            ? await Client.GetResponseAsync(request.Messages, request.Options)
            : await Client.GetStreamingResponseAsync(request.Messages, request.Options).ToChatResponseAsync()))));
        Assert.Equal(serial, together);
        Assert.True(serial.Distinct().Count() > 6);
    }

    [Fact]
    public async Task Case47_no_scope_sees_what_another_one_computed()
    {
        var text = $"{Guid.NewGuid()} What can you do for me, and how many shapes are there?";
        var mine = Greedy.With(ChameleonOptionNames.CacheScope, "mine");
        await Client.GetResponseAsync(text, mine);
        Assert.True((await Client.GetResponseAsync(text, mine)).Usage!.CachedInputTokenCount > 0);
        Assert.Equal(0, (await Client.GetResponseAsync(text, Greedy.With(ChameleonOptionNames.CacheScope, "yours"))).Usage!.CachedInputTokenCount);
        Assert.Equal(0, (await Client.GetResponseAsync(text, Greedy)).Usage!.CachedInputTokenCount);
    }

    private static string Describe(ChatResponse response) => string.Join(
        '|',
        response.Messages.Single().Contents.Select(content => content switch
        {
            TextContent text => text.Text,
            DataContent data => Convert.ToBase64String(data.Data.Span),
            _ => content.GetType().Name,
        }));
}
