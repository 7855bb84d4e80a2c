using System.Text.Json;
using Chameleon.Engine.Generation;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using static Chameleon.Connector.Tests.ChatSamples;

namespace Chameleon.Connector.Tests;

/// <summary>The contract of <see cref="IChatClient"/>, clause by clause.</summary>
public sealed class ChatClientContractTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private ChameleonChatClient Client { get; } = new(demo.Host);

    [Fact]
    public async Task Null_messages_are_refused_before_anything_is_enumerated()
    {
        Assert.Throws<ArgumentNullException>("messages", () => { Client.GetStreamingResponseAsync((IEnumerable<ChatMessage>)null!); });
        await Assert.ThrowsAsync<ArgumentNullException>("messages", () => Client.GetResponseAsync((IEnumerable<ChatMessage>)null!));
        Assert.Throws<ArgumentNullException>("host", () => new ChameleonChatClient(null!));
    }

    [Fact]
    public async Task A_call_does_nothing_before_it_is_enumerated()
    {
        var asked = false;
        var stream = Client.GetStreamingResponseAsync(Once([User("Hello!")], () => asked = true), Greedy);
        Assert.False(asked);
        await stream.ListAsync();
        Assert.True(asked);
    }

    [Fact]
    public async Task Messages_are_enumerated_once()
    {
        var count = 0;
        var response = await Client.GetResponseAsync(Once([User("Hello!")], () => count++), Greedy);
        Assert.Equal(1, count);
        Assert.StartsWith("Hello!", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_and_options_come_back_as_they_were()
    {
        List<ChatMessage> messages = [new(ChatRole.System, "Answer."), User(Picture("red-star.png"), new TextContent("What do you see?"))];
        var options = Greedy;
        options.StopSequences = ["star"];
        options.Instructions = "Be short.";
        var before = (JsonSerializer.Serialize(messages, AIJsonUtilities.DefaultOptions), JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions));
        await Client.GetResponseAsync(messages, options);
        await Client.GetStreamingResponseAsync(messages, options).ListAsync();
        Assert.Equal(before, (JsonSerializer.Serialize(messages, AIJsonUtilities.DefaultOptions), JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions)));
    }

    [Fact]
    public async Task What_the_caller_changes_after_the_first_update_has_no_effect()
    {
        List<ChatMessage> messages = [User("Hello!")];
        var options = Greedy;
        var text = "";
        await foreach (var update in Client.GetStreamingResponseAsync(messages, options))
        {
            messages.Clear();
            options.AdditionalProperties!.Clear();
            options.Temperature = -1;
            text += update.Text;
        }

        Assert.Equal("Hello! Show me a picture of shapes, or ask me to draw one.", text);
    }

    [Fact]
    public async Task All_updates_of_an_answer_have_its_ids_and_different_answers_have_different_ones()
    {
        var stream = Client.GetStreamingResponseAsync("Hello!", Greedy);
        var (one, other) = (await stream.ListAsync(), await stream.ListAsync());
        foreach (var updates in new[] { one, other })
        {
            var ids = Assert.Single(updates.Select(update => (update.ResponseId, update.MessageId, update.ModelId, update.CreatedAt, update.Role)).Distinct());
            Assert.NotNull(ids.ResponseId);
            Assert.NotNull(ids.MessageId);
            Assert.Equal("chameleon-tiny", ids.ModelId);
            Assert.InRange(ids.CreatedAt!.Value, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow);
            Assert.Equal(ChatRole.Assistant, ids.Role);
            Assert.All(updates, update => Assert.NotNull(update.Step()));
            Assert.All(updates, update => Assert.Null(update.ConversationId));
        }

        Assert.NotEqual(one[0].MessageId, other[0].MessageId);
        Assert.NotEqual(one[0].ResponseId, other[0].ResponseId);
    }

    [Fact]
    public async Task Two_answers_in_one_list_of_updates_are_two_messages()
    {
        var updates = await Client.GetStreamingResponseAsync("Hello!", Greedy).ListAsync();
        updates.AddRange(await Client.GetStreamingResponseAsync("Hello!", Greedy).ListAsync());
        var response = updates.ToChatResponse();
        Assert.Equal(2, response.Messages.Count);
        Assert.Equal(response.Messages[0].Text, response.Messages[1].Text);
    }

    [Fact]
    public void Services_are_the_client_its_metadata_and_its_host()
    {
        var client = Client;
        Assert.Throws<ArgumentNullException>(() => client.GetService(null!));
        Assert.Same(client, client.GetService(typeof(IChatClient)));
        Assert.Same(client, client.GetService(typeof(ChameleonChatClient)));
        Assert.Same(client, client.GetService(typeof(object)));
        Assert.Same(demo.Host, client.GetService<ChameleonEngineHost>());
        Assert.Null(client.GetService(typeof(string)));
        Assert.Null(client.GetService(typeof(IChatClient), "key"));
        Assert.Null(client.GetService(typeof(ChatClientMetadata), "key"));
        var metadata = client.GetService<ChatClientMetadata>()!;
        Assert.Equal(("chameleon", null, "chameleon-tiny"), (metadata.ProviderName, metadata.ProviderUri, metadata.DefaultModelId));
        Assert.Same(metadata, client.GetService<ChatClientMetadata>());
    }

    [Fact]
    public void A_model_is_known_by_name_before_it_is_loaded_and_its_folder_is_told_to_nobody()
    {
        using var host = new ChameleonEngineHost(new ChameleonEngineHostOptions { ModelDirectory = "/secret/place/chameleon-7b" });
        var metadata = new ChameleonChatClient(host).GetService<ChatClientMetadata>()!;
        Assert.Equal("chameleon-7b", metadata.DefaultModelId);
        Assert.False(host.TryGetEngine(out _));
    }

    [Fact]
    public async Task Disposing_a_client_leaves_the_host_to_its_maker()
    {
        IChatClient client = new ChameleonChatClient(demo.Host);
        client.Dispose();
        client.Dispose();
        Assert.True(demo.Host.TryGetEngine(out _));
        Assert.NotEmpty((await Client.GetResponseAsync("Hello!", Greedy)).Text);
    }

    [Fact]
    public async Task A_disposed_host_answers_nobody()
    {
        var host = new ChameleonEngineHost(new ChameleonEngineHostOptions { ModelDirectory = DemoHost.ModelDirectory });
        await host.DisposeAsync();
        var client = new ChameleonChatClient(host);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GetResponseAsync("Hello!"));
    }

    [Fact]
    public async Task A_host_that_is_disposed_meanwhile_ends_the_answer_with_its_name()
    {
        var host = new ChameleonEngineHost(new ChameleonEngineHostOptions { ModelDirectory = DemoHost.ModelDirectory });
        await using var updates = new ChameleonChatClient(host).GetStreamingResponseAsync("Hello!", Endless).GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync());
        await host.DisposeAsync();
        var error = await Assert.ThrowsAsync<GenerationException>(async () =>
        {
            while (await updates.MoveNextAsync())
            {
            }
        });
        Assert.Equal(GenerationError.Disposed, error.Error);
    }

    [Fact]
    public async Task An_answer_survives_a_cache_in_between()
    {
        var response = await Client.GetResponseAsync("Draw a big red heart in the center, on a white background.", Drawing);
        var copy = JsonSerializer.Deserialize<ChatResponse>(JsonSerializer.Serialize(response, AIJsonUtilities.DefaultOptions), AIJsonUtilities.DefaultOptions)!;
        Assert.Equal(response.Usage!.TotalTokenCount, copy.Usage!.TotalTokenCount);
        Assert.Equal(response.FinishReason, copy.FinishReason);
        var (picture, original) = ((DataContent)copy.Messages[0].Contents[0], (DataContent)response.Messages[0].Contents[0]);
        Assert.Equal(original.Data.ToArray(), picture.Data.ToArray());
        Assert.Equal("picture-1.png", picture.Name);

        // The options of a cached request come back as JSON too.
        var options = JsonSerializer.Deserialize<ChatOptions>(JsonSerializer.Serialize(Drawing, AIJsonUtilities.DefaultOptions), AIJsonUtilities.DefaultOptions)!;
        var again = await Client.GetResponseAsync("Draw a big red heart in the center, on a white background.", options);
        Assert.Equal(original.Data.ToArray(), ((DataContent)again.Messages[0].Contents[0]).Data.ToArray());
    }

    [Fact]
    public async Task It_is_registered_over_the_host_of_its_key()
    {
        var services = new ServiceCollection();
        services.AddChameleonEngine(DemoHost.ModelDirectory, options => options.ModelId = "small", serviceKey: "small");
        services.AddChameleonEngine(DemoHost.ModelDirectory, options => options.ModelId = "plain");
        Assert.Same(services, services.AddChameleonChatClient().AddChameleonChatClient(options => options.MaxPictures = 1, "small"));
        await using var provider = services.BuildServiceProvider();
        Assert.Same(provider.GetRequiredService<ChameleonChatClient>(), provider.GetRequiredService<IChatClient>());
        Assert.Equal("plain", provider.GetRequiredService<IChatClient>().GetService<ChatClientMetadata>()!.DefaultModelId);
        var small = provider.GetRequiredKeyedService<IChatClient>("small");
        Assert.Equal("small", small.GetService<ChatClientMetadata>()!.DefaultModelId);
        await Assert.ThrowsAsync<ArgumentException>(() => small.GetResponseAsync([User(Picture("red-star.png"), Picture("red-star.png"))]));
    }

    [Theory]
    [InlineData(0, 1, "MaxPictures")]
    [InlineData(1, 0, "MaxPictureBytes")]
    public void Limits_that_make_no_sense_are_refused(int pictures, int bytes, string name)
    {
        var options = new ChameleonChatClientOptions { MaxPictures = pictures, MaxPictureBytes = bytes };
        Assert.Throws<ArgumentOutOfRangeException>(name, () => new ChameleonChatClient(demo.Host, options));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChameleonChatClient(demo.Host, new ChameleonChatClientOptions { CacheScope = "" }));
    }

    [Fact]
    public async Task Options_of_a_client_are_copied()
    {
        var options = new ChameleonChatClientOptions { MaxPictures = 1 };
        var client = new ChameleonChatClient(demo.Host, options);
        options.MaxPictures = 5;
        var error = await Assert.ThrowsAsync<ArgumentException>("messages", () => client.GetResponseAsync([User(Picture("red-star.png"), Picture("red-star.png"))]));
        Assert.Contains("more than 1 pictures", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_callers_synchronization_context_is_never_asked_for()
    {
        var context = new CountingContext();
        var drawing = Drawing.With(ChameleonOptionNames.PreviewEvery, 64);
        ChatMessage[] messages = [User(Picture("red-star.png"), new TextContent("Draw a big red heart in the center, on a white background."))];
        await Task.Run(() => BlockIn(context, () =>
        {
            Wait(Client.GetResponseAsync("Hello!", Greedy));
            using var updates = Client.GetStreamingResponseAsync(messages, drawing).ToBlockingEnumerable().GetEnumerator();
            while (updates.MoveNext())
            {
                Assert.NotNull(updates.Current.RawRepresentation);
            }
        }));
        Assert.Equal(0, context.Posts);
    }

    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static void BlockIn(SynchronizationContext context, Action action)
    {
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            action();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    private static IEnumerable<ChatMessage> Once(ChatMessage[] messages, Action enumerated)
    {
        enumerated();
        foreach (var message in messages)
        {
            yield return message;
        }
    }

    /// <summary>A user interface's thread, say: whoever blocks it waits for ever for what is posted to it.</summary>
    private sealed class CountingContext : SynchronizationContext
    {
        private int posts;

        public int Posts => posts;

        public override void Post(SendOrPostCallback d, object? state)
        {
            Interlocked.Increment(ref posts);
            ThreadPool.QueueUserWorkItem(_ => d(state));
        }
    }
}
