using Chameleon.Connector;
using Microsoft.Extensions.AI;

namespace Chameleon.Bench.Connector;

/// <summary>What the connector costs beside the engine, on a checkpoint small enough for the difference to show.</summary>
internal static class ConnectorBench
{
    private const int LongContext = 32 * 1024;

    /// <summary>Runs and prints.</summary>
    /// <param name="model">Checkpoint folder.</param>
    /// <param name="pictures">Folder of PNG files to show.</param>
    public static async Task RunAsync(string model, string pictures)
    {
        await DecoratorOverhead.RunAsync();
        await using (var host = new ChameleonEngineHost(new ChameleonEngineHostOptions { ModelDirectory = model }))
        {
            await TokenOverhead.RunAsync(host, rounds: 101);
        }

        var files = Directory.GetFiles(pictures, "*.png").Order().ToArray();
        await using (var host = new ChameleonEngineHost(new ChameleonEngineHostOptions { ModelDirectory = model }))
        {
            using IChatClient client = new ChameleonChatClient(host, new ChameleonChatClientOptions { WhenContextIsFull = ContextOverflow.ForgetOldest });
            await LongChat.RunAsync("200 turns, 40 pictures, in the model's own context: the oldest turns are forgotten", client, files);
        }

        using var stretched = new StretchedModel(model, LongContext);
        await using (var host = new ChameleonEngineHost(new ChameleonEngineHostOptions { ModelDirectory = stretched.Directory }))
        {
            using IChatClient client = new ChameleonChatClient(host);
            await LongChat.RunAsync($"200 turns, 40 pictures, all of them in a context stretched to {LongContext} tokens", client, files);
        }
    }
}
