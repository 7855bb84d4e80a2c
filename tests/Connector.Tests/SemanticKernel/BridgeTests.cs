using Chameleon.SemanticKernel;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using static Chameleon.Connector.Tests.SemanticKernel.KernelSamples;
using AI = Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests.SemanticKernel;

/// <summary>One object for every face: nothing is converted on the way, so nothing is lost.</summary>
public sealed class BridgeTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private ChameleonChatCompletionService Service { get; } = new(demo.Host);

    [Fact]
    public void Both_bridges_of_Semantic_Kernel_return_the_service_as_it_is()
    {
        Assert.Same(Service, ((IChatCompletionService)Service).AsChatClient());
        Assert.Same(Service, ((AI.IChatClient)Service).AsChatCompletionService());
    }

    [Fact]
    public void GetServiceShouldReturnChatClientMetadata()
    {
        var metadata = Assert.IsType<AI.ChatClientMetadata>(((AI.IChatClient)Service).GetService(typeof(AI.ChatClientMetadata)));
        Assert.Equal("chameleon-tiny", metadata.DefaultModelId);
        Assert.Same(Service, Service.GetService(typeof(IChatCompletionService)));
    }

    [Fact]
    public async Task GetResponseShouldHaveModelIdAsync() =>
        Assert.Equal("chameleon-tiny", (await Service.GetResponseAsync([new(AI.ChatRole.User, "Hello!")])).ModelId);

    [Fact]
    public async Task GetResponseWithChatOptionsAsync()
    {
        var response = await Service.GetResponseAsync([new(AI.ChatRole.User, "Hello!")], new AI.ChatOptions { MaxOutputTokens = 3 });
        Assert.Equal(AI.ChatFinishReason.Length, response.FinishReason);
    }

    [Fact]
    public async Task GetStreamingResponseShouldWorkAsync()
    {
        var updates = await Service.GetStreamingResponseAsync([new(AI.ChatRole.User, "Hello!")]).ToListAsync();
        Assert.NotEmpty(string.Concat(updates));
    }

    [Fact]
    public async Task ShouldHandleMultipleMessagesAsync()
    {
        AI.ChatMessage[] messages = [new(AI.ChatRole.System, "Be kind."), new(AI.ChatRole.User, "Hello!"), new(AI.ChatRole.Assistant, "Hello!"), new(AI.ChatRole.User, "What can you do?")];
        Assert.NotEmpty((await Service.GetResponseAsync(messages)).Text);
    }

    [Fact]
    public async Task ShouldWorkWithBuilderPatternAsync()
    {
        using var client = new AI.ChatClientBuilder(Service).UseKernelFunctionInvocation().Build();
        Assert.NotEmpty((await client.GetResponseAsync([new(AI.ChatRole.User, "Hello!")])).Text);
    }

    [Fact]
    public async Task ShouldSupportDispose()
    {
        var service = new ChameleonChatCompletionService(demo.Host);
        ((IDisposable)service).Dispose();
        ((IDisposable)service).Dispose();
        Assert.True(demo.Host.TryGetEngine(out _));
        Assert.NotEmpty((await service.GetChatMessageContentAsync("Hello!")).Content!);
    }

    [Fact]
    public async Task As_a_chat_client_it_streams_pictures()
    {
        var client = ((IChatCompletionService)Service).AsChatClient();
        var options = new AI.ChatOptions { Seed = 1, AdditionalProperties = new() { ["mode"] = "picture" } };
        var updates = await client.GetStreamingResponseAsync([new AI.ChatMessage(AI.ChatRole.User, DrawHeart)], options).ToListAsync();
        Assert.Single(updates.SelectMany(update => update.Contents).OfType<AI.DataContent>());
    }

    [Fact]
    public async Task A_kernel_with_only_a_chat_client_answers_prompts_with_pictures()
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.AddChameleonChatClient(demo.Host);
        var prompt = $"<message role=\"user\"><image>data:image/png;base64,{Convert.ToBase64String(RedStarBytes)}</image><text>{Look}</text></message>";
        Assert.Equal(RedStarSeen, await builder.Build().InvokePromptAsync<string>(prompt, new KernelArguments(Greedy)));
    }

    [Fact]
    public async Task A_chat_clients_stream_of_a_prompt_keeps_its_pictures_as_updates()
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.AddChameleonChatClient(demo.Host);
        var updates = await builder.Build().InvokePromptStreamingAsync<AI.ChatResponseUpdate>(DrawHeart, new KernelArguments(Drawing)).ToListAsync();
        Assert.Single(updates.SelectMany(update => update.Contents).OfType<AI.DataContent>());
    }

    [Fact]
    public async Task As_a_text_generation_service_it_writes_text()
    {
        var text = Assert.Single(await Service.GetTextContentsAsync("Hello!", Greedy));
        Assert.Equal(("Hello! Show me a picture of shapes, or ask me to draw one.", "chameleon-tiny"), (text.Text, text.ModelId));
        Assert.IsType<ChameleonMetadata>(text.Metadata);
        var chunks = await Service.GetStreamingTextContentsAsync("Hello!", Greedy).ToListAsync();
        Assert.Equal(text.Text, string.Concat(chunks));
        Assert.All(chunks, chunk => Assert.IsType<ChameleonUpdate>(chunk.InnerContent));
        Assert.All(chunks, chunk => Assert.Equal("chameleon-tiny", chunk.ModelId));
    }

    [Fact]
    public async Task As_a_text_generation_service_it_never_draws()
    {
        var text = Assert.Single(await Service.GetTextContentsAsync(DrawHeart, Drawing));
        Assert.Equal(0, ((ChameleonMetadata)text.Metadata!).Usage!.AdditionalCounts![ChameleonUsageNames.OutputPictureTokens]);
    }

    [Fact]
    public async Task As_a_text_to_image_service_it_draws_whatever_the_settings_say()
    {
        var settings = new ChameleonPromptExecutionSettings { Seed = 1 };
        settings.Freeze();
        var picture = Assert.Single(await Service.GetImageContentsAsync(new TextContent(DrawHeart), settings));
        var drawn = Assert.IsType<ImageContent>(Assert.Single((await Service.GetChatMessageContentAsync(DrawHeart, Drawing)).Items));
        Assert.Equal(drawn.Data!.Value.ToArray(), picture.Data!.Value.ToArray());
    }

    [Fact]
    public async Task A_picture_that_was_not_finished_is_an_error_of_a_text_to_image_service()
    {
        var settings = new ChameleonPromptExecutionSettings { MaxTokens = 10 };
        var thrown = await Assert.ThrowsAsync<NotSupportedException>(() => Service.GetImageContentsAsync(new TextContent(DrawHeart), settings));
        Assert.Contains("cut short", thrown.Message);
    }
}
