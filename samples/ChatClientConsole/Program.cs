// A chat on the console over IChatClient: pictures named on the command line go with the first question, answers stream,
// and pictures among them are saved. Each line is a question; an empty one ends the chat.
//
//   dotnet run --project samples/ChatClientConsole -- models/chameleon-tiny samples/red-star.png
using Chameleon.Connector;
using Microsoft.Extensions.AI;

if (args is not [var model, .. var files])
{
    Console.Error.WriteLine("Usage: ChatClientConsole MODEL [PICTURE …]");
    return 2;
}

await using var host = new ChameleonEngineHost(new ChameleonEngineHostOptions { ModelDirectory = model });

// Each turn computes only what is new; a chat that outgrows the context goes on without its oldest turns.
using IChatClient client = new ChameleonChatClient(host, new ChameleonChatClientOptions { WhenContextIsFull = ContextOverflow.ForgetOldest });
var options = new ChatOptions
{
    Temperature = 0,
    AdditionalProperties = new() { [ChameleonOptionNames.Mode] = "interleaved", [ChameleonOptionNames.GuidanceText] = 1.5 },
};

var history = new List<ChatMessage>();
var pictures = 0;
List<AIContent> said = [];
foreach (var file in files)
{
    said.Add(new DataContent(await File.ReadAllBytesAsync(file), "image/png"));
}

while (Ask() is { Length: > 0 } line)
{
    history.Add(new ChatMessage(ChatRole.User, [.. said, new TextContent(line)]));
    said.Clear();

    var answer = new List<ChatResponseUpdate>();
    await foreach (var update in client.GetStreamingResponseAsync(history, options))
    {
        answer.Add(update);
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextContent text:
                    Console.Write(text.Text);
                    break;
                case DataContent picture:
                    var name = $"picture-{++pictures}.png";
                    await File.WriteAllBytesAsync(name, picture.Data.ToArray());
                    Console.Write($"[{name}]");
                    break;
                case ErrorContent error:
                    Console.Error.WriteLine(error.Message);
                    break;
            }
        }
    }

    Console.WriteLine();

    // Text and pictures alike: the next question may be about what was drawn.
    history.AddMessages(answer);
}

return 0;

static string? Ask()
{
    if (!Console.IsInputRedirected)
    {
        Console.Write("> ");
    }

    return Console.ReadLine();
}
