// Two Semantic Kernel agents on one model pass a picture: one draws while you watch, the other says what it sees.
//   dotnet run --project samples/AgentWithPictures [MODEL FOLDER] [WHAT TO DRAW]
using Chameleon.Connector;
using Chameleon.SemanticKernel;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Agents;
using Microsoft.SemanticKernel.ChatCompletion;

var model = args.ElementAtOrDefault(0) ?? "models/chameleon-tiny";
var wish = args.ElementAtOrDefault(1) ?? "Draw a big red heart in the center, on a white background.";

await using var host = new ChameleonEngineHost(new ChameleonEngineHostOptions { ModelDirectory = model });
var builder = Kernel.CreateBuilder();
builder.AddChameleonChatCompletion(host);
var kernel = builder.Build();

var painter = new ChatCompletionAgent
{
    Name = "Painter",
    Kernel = kernel,
    Arguments = new KernelArguments(new ChameleonPromptExecutionSettings { Mode = "picture", Seed = 5, GuidanceText = 1.5f, PreviewEvery = 64, CacheScope = "sample" }),
};
var viewer = new ChatCompletionAgent
{
    Name = "Viewer",
    Kernel = kernel,
    Arguments = new KernelArguments(new ChameleonPromptExecutionSettings { Temperature = 0, CacheScope = "sample" }),
};

// What one agent streams, pictures and all, is in the thread that the other one reads.
var thread = new ChatHistoryAgentThread();
await ShowAsync(painter, wish);
await ShowAsync(viewer, "What do you see in this image?");

var kept = thread.ChatHistory.SelectMany(message => message.Items).OfType<ImageContent>().Count();
Console.WriteLine($"The thread holds {thread.ChatHistory.Count} messages with {kept} picture{(kept == 1 ? "" : "s")}.");

async Task ShowAsync(ChatCompletionAgent agent, string message)
{
    Console.WriteLine($"You: {message}");
    Console.Write($"{agent.Name}: ");
    await foreach (var chunk in agent.StreamWithPicturesAsync(new ChatMessageContent(AuthorRole.User, message), thread))
    {
        foreach (var item in chunk.Message.Items)
        {
            Console.Write(item is StreamingChameleonImageContent picture ? await SaveAsync(picture) : item.ToString());
        }
    }

    Console.WriteLine();
}

static async Task<string> SaveAsync(StreamingChameleonImageContent picture)
{
    if (!picture.IsFinal)
    {
        return $"({picture.Data.Length} bytes of preview) ";
    }

    var file = $"picture-{picture.PictureIndex + 1}.png";
    await File.WriteAllBytesAsync(file, picture.ToByteArray());
    return file;
}
