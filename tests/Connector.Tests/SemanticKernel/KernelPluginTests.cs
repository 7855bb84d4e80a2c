using Chameleon.SemanticKernel;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using static Chameleon.Connector.Tests.SemanticKernel.KernelSamples;

namespace Chameleon.Connector.Tests.SemanticKernel;

/// <summary>Another agent's model with Chameleon's eyes and brush.</summary>
public sealed class KernelPluginTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private static readonly string RedStarUri = $"data:image/png;base64,{Convert.ToBase64String(RedStarBytes)}";

    [Fact]
    public void The_plugins_functions_are_functions_of_the_kernel()
    {
        var plugin = Assert.Single(Painting().Plugins);
        Assert.Equal("Chameleon", plugin.Name);
        Assert.Equal(["ask_about_picture", "compare_pictures", "describe_picture", "draw_picture"], plugin.Select(function => function.Name).Order());
        Assert.All(plugin, function => Assert.NotEmpty(function.Description));
        Assert.Contains(plugin["ask_about_picture"].Metadata.Parameters, parameter => parameter is { Name: "question", IsRequired: true });
    }

    [Fact]
    public async Task A_kernel_describes_a_picture()
    {
        var said = await Painting().InvokeAsync<string>("Chameleon", "describe_picture", new KernelArguments { ["picture"] = RedStarUri });
        Assert.Equal(RedStarSeen, said);
    }

    [Fact]
    public async Task Another_model_draws_and_looks_by_reference()
    {
        var kernel = Painting();
        var store = new PictureStore();
        kernel.Plugins.Clear();
        kernel.Plugins.Add(new ChameleonPlugin(
            new ChameleonChatClient(demo.Host), new ChameleonImageGenerator(demo.Host), new ChameleonPluginOptions { Pictures = store }).AsKernelPlugin());
        ChatHistory history = [User(new TextContent("Draw a heart and tell me what you see."))];
        var model = new RoundsChatClient(
            RoundsChatClient.Calls(("Chameleon_draw_picture", new() { ["prompt"] = DrawHeart, ["seed"] = 1 })), RoundsChatClient.Says("Here it is."));
        var settings = new ChameleonPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        await new KernelConversation(model).CompleteAsync(history, settings, kernel, default);
        var drawn = Assert.Single(store.Pictures);
        Assert.Contains(drawn.Uri, history[^1].Content);
        var looking = new RoundsChatClient(RoundsChatClient.Calls(("Chameleon_describe_picture", new() { ["picture"] = drawn.Uri })), RoundsChatClient.Says("A heart."));
        await new KernelConversation(looking).CompleteAsync(history, settings, kernel, default);
        Assert.StartsWith("I see", history[^1].Content);
    }

    [Fact]
    public async Task A_model_that_asks_wrongly_is_told_what_is_wrong()
    {
        ChatHistory history = [User(new TextContent("Look."))];
        var model = new RoundsChatClient(RoundsChatClient.Calls(("Chameleon_describe_picture", null)), RoundsChatClient.Says("Sorry."));
        var settings = new ChameleonPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        await new KernelConversation(model).CompleteAsync(history, settings, Painting(), default);
        Assert.Contains("picture", history[^1].Content);
        Assert.Contains("rror", history[^1].Content);
    }

    private Kernel Painting()
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        Assert.Same(builder, builder.AddChameleonPlugin(demo.Host));
        return builder.Build();
    }
}
