using Chameleon.SemanticKernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Agents;
using Microsoft.SemanticKernel.ChatCompletion;
using static Chameleon.Connector.Tests.SemanticKernel.KernelSamples;
using AI = Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests.SemanticKernel;

/// <summary>Agents whose model calls functions and draws in one answer; the model is scripted, Semantic Kernel is real.</summary>
public sealed class AgentFunctionTests
{
    private static readonly byte[] Bytes = [1, 2, 3];

    private static AI.ChatResponseUpdate[] TextAndPicture => RoundsChatClient.Answer(
        "drawn",
        [new AI.TextContent("One "), new AI.TextContent("cat: "), new AI.DataContent(Bytes, "image/png"), new AI.TextContent(" and that was it.")],
        AI.ChatFinishReason.Stop);

    private static AI.ChatResponseUpdate[] Calls => RoundsChatClient.Calls(("Weather_Get", null));

    [Fact]
    public async Task A_thread_gets_calls_results_and_the_pictures_of_the_answer()
    {
        var thread = new ChatHistoryAgentThread();
        var chunks = await Agent(Calls, TextAndPicture).StreamWithPicturesAsync(User(new TextContent("Draw the weather.")), thread).ToListAsync();
        Assert.Equal([AuthorRole.User, AuthorRole.Assistant, AuthorRole.Tool, AuthorRole.Assistant], thread.ChatHistory.Select(message => message.Role));
        var kept = thread.ChatHistory[^1];
        Assert.Equal(["One cat: ", " and that was it."], kept.Items.OfType<TextContent>().Select(text => text.Text));
        Assert.Equal(Bytes, Assert.IsType<ImageContent>(kept.Items[1]).Data!.Value.ToArray());
        Assert.Equal("Painter", kept.AuthorName);
        Assert.Contains(chunks, chunk => chunk.Message.Items.OfType<StreamingFunctionCallUpdateContent>().Any());
    }

    [Fact]
    public async Task An_answer_that_a_filter_ended_leaves_nothing_to_replace()
    {
        var thread = new ChatHistoryAgentThread();
        var agent = Agent(Calls, TextAndPicture);
        agent.Kernel.AutoFunctionInvocationFilters.Add(new Ending());
        await agent.StreamWithPicturesAsync(User(new TextContent("Draw the weather.")), thread).ToListAsync();
        Assert.Equal([AuthorRole.User, AuthorRole.Assistant, AuthorRole.Tool], thread.ChatHistory.Take(3).Select(message => message.Role));
        Assert.DoesNotContain(thread.ChatHistory.SelectMany(message => message.Items), item => item is ImageContent);
    }

    [Fact]
    public async Task Without_streaming_a_thread_gets_the_same()
    {
        var thread = new ChatHistoryAgentThread();
        await Agent(Calls, TextAndPicture).InvokeAsync(User(new TextContent("Draw the weather.")), thread).ToListAsync();
        Assert.Equal([AuthorRole.User, AuthorRole.Assistant, AuthorRole.Tool, AuthorRole.Assistant], thread.ChatHistory.Select(message => message.Role));
        Assert.Contains(thread.ChatHistory[^1].Items, item => item is ImageContent);
    }

    private static ChatCompletionAgent Agent(params AI.ChatResponseUpdate[][] rounds)
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.Services.AddSingleton<IChatCompletionService>(new ScriptedChatService(new RoundsChatClient(rounds)));
        builder.Plugins.AddFromFunctions("Weather", [KernelFunctionFactory.CreateFromMethod(() => "rain", "Get")]);
        return new ChatCompletionAgent
        {
            Name = "Painter",
            Kernel = builder.Build(),
            Arguments = new KernelArguments(new ChameleonPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }),
        };
    }

    private sealed class Ending : IAutoFunctionInvocationFilter
    {
        public async Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
        {
            await next(context);
            context.Terminate = true;
        }
    }
}
