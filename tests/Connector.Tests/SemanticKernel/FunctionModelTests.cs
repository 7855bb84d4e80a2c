using System.Text.Json;
using Chameleon.SemanticKernel;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using static Chameleon.Connector.Tests.SemanticKernel.KernelSamples;

namespace Chameleon.Connector.Tests.SemanticKernel;

/// <summary>Functions and formats with the demo model, which understands neither but is held to both.</summary>
public sealed class FunctionModelTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private readonly List<bool> calls = [];

    [Fact]
    public async Task A_required_function_is_called_and_the_model_goes_on()
    {
        var kernel = Switching();
        ChatHistory history = [User(new TextContent("Hello!"))];
        var reply = await kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync(history, Requiring(Greedy), kernel);
        Assert.Single(calls);
        Assert.Equal([AuthorRole.User, AuthorRole.Assistant, AuthorRole.Tool], history.Select(message => message.Role));
        var call = Assert.IsType<FunctionCallContent>(Assert.Single(history[1].Items));
        Assert.Equal(("Light", "Switch"), (call.PluginName, call.FunctionName));
        Assert.Equal($"light is {calls[0]}", history[2].Content);
        Assert.DoesNotContain(reply.Items, item => item is FunctionCallContent);
    }

    [Fact]
    public async Task A_stream_shows_the_call_of_a_required_function()
    {
        var kernel = Switching();
        ChatHistory history = [User(new TextContent("Hello!"))];
        var chunks = await kernel.GetRequiredService<IChatCompletionService>().GetStreamingChatMessageContentsAsync(history, Requiring(Greedy), kernel).ToListAsync();
        var builder = new FunctionCallContentBuilder();
        chunks.ForEach(builder.Append);
        Assert.Equal(("Light", "Switch"), Assert.Single(builder.Build()) is var call ? (call.PluginName, call.FunctionName) : default);
        Assert.All(chunks, chunk => Assert.IsType<ChameleonUpdate>(chunk.InnerContent));
        Assert.Single(calls);
    }

    [Fact]
    public async Task A_kernel_with_only_a_chat_client_calls_functions_too()
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.AddChameleonChatClient(demo.Host);
        var kernel = Switching(builder);
        await kernel.InvokePromptAsync("Hello!", new KernelArguments(Requiring(Greedy)));
        Assert.NotEmpty(calls);
    }

    [Fact]
    public async Task A_picture_that_a_function_answered_is_seen()
    {
        var kernel = Kernel(demo.Host);
        kernel.Plugins.AddFromFunctions("Camera", [KernelFunctionFactory.CreateFromMethod(() => RedStar, "Shoot")]);
        ChatHistory history = [User(new TextContent(Look))];
        var reply = await kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync(history, Requiring(Greedy), kernel);
        Assert.Equal(258, ((ChameleonMetadata)reply.Metadata!).Usage!.AdditionalCounts![ChameleonUsageNames.InputPictureTokens]);
    }

    [Fact]
    public async Task An_answer_fits_the_type_that_was_asked_for()
    {
        var settings = Greedy;
        settings.MaxTokens = 200;
        settings.ResponseFormat = typeof(Shape);
        var reply = await Kernel(demo.Host).GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync("Hello!", settings);
        Assert.NotNull(JsonSerializer.Deserialize<Shape>(reply.Content!, JsonSerializerOptions.Web));
    }

    private static ChameleonPromptExecutionSettings Requiring(ChameleonPromptExecutionSettings settings)
    {
        settings.FunctionChoiceBehavior = FunctionChoiceBehavior.Required();
        return settings;
    }

    private Kernel Switching(IKernelBuilder? builder = null)
    {
        var kernel = builder?.Build() ?? Kernel(demo.Host);
        kernel.Plugins.AddFromFunctions("Light", [KernelFunctionFactory.CreateFromMethod(
            (bool on) =>
            {
                calls.Add(on);
                return $"light is {on}";
            },
            "Switch",
            "Switches the light.")]);
        return kernel;
    }

    private sealed record Shape(bool IsRound, bool IsRed);
}
